// What the path engine's peers in C++ share: the graph in compressed sparse rows, a 4-ary heap that knows where its items are,
// and the loop over the questions.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

using Weight = int64_t;
static const Weight INF = INT64_MAX / 4;
static const int NONE = -1;

struct Heap {
  std::vector<Weight> keys;
  std::vector<int> items, places;
  int count = 0;
  explicit Heap(int n) : keys(n + 1), items(n + 1), places(n, NONE) {}
  void clear() {
    for (int i = 0; i < count; i++) places[items[i]] = NONE;
    count = 0;
  }
  void push(int item, Weight key) {
    int place = places[item] == NONE ? count++ : places[item];
    while (place > 0) {
      int above = (place - 1) >> 2;
      if (keys[above] <= key) break;
      set(place, items[above], keys[above]);
      place = above;
    }
    set(place, item, key);
  }
  int pop(Weight &key) {
    int least = items[0];
    key = keys[0];
    places[least] = NONE;
    count--;
    if (count > 0) {
      int item = items[count], place = 0;
      Weight own = keys[count];
      for (;;) {
        int from = 4 * place + 1;
        if (from >= count) break;
        int until = std::min(from + 4, count), best = from;
        for (int child = from + 1; child < until; child++)
          if (keys[child] < keys[best]) best = child;
        if (keys[best] >= own) break;
        set(place, items[best], keys[best]);
        place = best;
      }
      set(place, item, own);
    }
    return least;
  }
  void set(int place, int item, Weight key) {
    items[place] = item;
    keys[place] = key;
    places[item] = place;
  }
};

struct Graph {
  int n, m;
  std::vector<int> start, to, edge, a, b;
  std::vector<Weight> latency, cost;
};

static Graph readGraph(const char *file) {
  Graph g;
  FILE *f = fopen(file, "rb");
  int header[2];
  if (!f || fread(header, 4, 2, f) != 2) throw std::string("no graph");
  g.n = header[0];
  g.m = header[1];
  g.a.resize(g.m);
  g.b.resize(g.m);
  std::vector<double> latency(g.m), cost(g.m);
  size_t got = fread(g.a.data(), 4, g.m, f) + fread(g.b.data(), 4, g.m, f) + fread(latency.data(), 8, g.m, f) + fread(cost.data(), 8, g.m, f);
  fclose(f);
  if (got != size_t(4) * g.m) throw std::string("short graph");
  g.latency.assign(latency.begin(), latency.end());
  g.cost.assign(cost.begin(), cost.end());
  g.start.assign(g.n + 1, 0);
  for (int e = 0; e < g.m; e++) g.start[g.a[e] + 1]++, g.start[g.b[e] + 1]++;
  for (int i = 0; i < g.n; i++) g.start[i + 1] += g.start[i];
  std::vector<int> next(g.start.begin(), g.start.end() - 1);
  g.to.resize(2 * g.m);
  g.edge.resize(2 * g.m);
  for (int e = 0; e < g.m; e++) {
    g.to[next[g.a[e]]] = g.b[e], g.edge[next[g.a[e]]++] = e;
    g.to[next[g.b[e]]] = g.a[e], g.edge[next[g.b[e]]++] = e;
  }
  return g;
}

/** Prints one line a question: microseconds, total. */
template <class Search> int answerAll(char **arguments) {
  Graph g = readGraph(arguments[1]);
  std::string kind = arguments[3];
  FILE *f = fopen(arguments[2], "rb");
  std::vector<double> questions;
  double three[3];
  while (fread(three, 8, 3, f) == 3) questions.insert(questions.end(), three, three + 3);
  fclose(f);
  Search search(g);
  for (size_t i = 0; i < questions.size(); i += 3) {
    int s = int(questions[i]), t = int(questions[i + 1]);
    auto begin = std::chrono::steady_clock::now();
    Weight total = kind == "single" ? search.single(s, t) : kind == "k8" ? search.yen(s, t, 8) : kind == "constrained" ? search.constrained(s, t, Weight(questions[i + 2])) : search.pair(s, t);
    double micros = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count();
    printf("%.2f %lld\n", micros, (long long)(total >= INF ? -1 : total));
  }
  return 0;
}
