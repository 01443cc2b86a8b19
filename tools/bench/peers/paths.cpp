// The searches of the path engine with its own algorithms in C++: single paths from both ends at once; for the others distances
// around the destination by buckets, only as far as they pay; what lies farther is bounded by how far they are known. Those bounds lead A*, Yen (Lawler's rule), label setting and
// Suurballe's second search, and grow where they were too few. The constants are those of libs/paths/domain.
// Usage: paths <graph file> <questions file> <kind>; prints one line a question: microseconds, total.
#include <cmath>
#include <queue>
#include "paths.hpp"

/** Distances to one node, known where they are less than `reached`; the lesser of the two is a consistent bound. */
struct Around {
  struct Entry {
    int node, next;
    Weight key;
  };
  const Graph &g;
  std::vector<Weight> weight; // by arc
  std::vector<Weight> distance;
  std::vector<int> head;
  std::vector<Entry> entries;
  Weight reached = 0, width = 1;
  int64_t bucket = 0;
  int slot = 0, pending = 0, relaxed = 0;

  Around(const Graph &graph, const std::vector<Weight> &ofEdge) : g(graph), distance(graph.n, INF) {
    Weight heaviest = 1, sum = 0;
    for (Weight each : ofEdge) heaviest = std::max(heaviest, each), sum += each;
    for (int edge : g.edge) weight.push_back(ofEdge[edge]);
    width = std::max({Weight(1), sum / std::max(1, g.m) / 6, heaviest / 65534});
    head.assign(heaviest / width + 3, NONE);
  }

  Weight bound(int node) const { return std::min(distance[node], reached); }

  void start(int destination) {
    for (const Entry &entry : entries) distance[entry.node] = INF;
    std::fill(head.begin(), head.end(), NONE);
    entries.clear();
    reached = bucket = slot = pending = relaxed = 0;
    put(destination, 0);
  }
  void reachSome(int start, int nodes) {
    extend([&](Weight least) { return relaxed >= nodes || distance[start] < least; });
  }
  /** Until the node's distance is known. */
  void reachNode(int node) {
    extend([&](Weight least) { return distance[node] < least; });
  }
  void reach(Weight far) {
    extend([&](Weight least) { return least > far; });
  }

private:
  void put(int node, Weight key) {
    distance[node] = key;
    int at = int(key / width - bucket) + slot;
    if (at >= int(head.size())) at -= int(head.size());
    entries.push_back({node, head[at], key});
    head[at] = int(entries.size()) - 1;
    pending++;
  }
  template <class Enough> void extend(Enough isEnough) {
    while (pending > 0) {
      if (isEnough(bucket * width)) {
        reached = bucket * width;
        return;
      }
      for (int at = head[slot]; at != NONE; at = head[slot]) {
        head[slot] = NONE;
        for (; at != NONE; at = entries[at].next) {
          pending--;
          int node = entries[at].node;
          Weight key = entries[at].key;
          if (key > distance[node]) continue;
          relaxed++;
          for (int arc = g.start[node]; arc < g.start[node + 1]; arc++)
            if (key + weight[arc] < distance[g.to[arc]]) put(g.to[arc], key + weight[arc]);
        }
      }
      bucket++;
      if (++slot == int(head.size())) slot = 0;
    }
    reached = INF;
  }
};

struct Path {
  Weight total = 0;
  std::vector<int> nodes, edges;
};

/** The paths that leave this one behind its first `length` nodes by none of the banned edges; once solved, their best. */
struct Part {
  Weight bound;
  int path, length;
  std::vector<int> banned;
  bool solved;
  Path found;
};

struct Label {
  int node;
  Weight cost, latency;
  bool dead;
  int older;
};

struct Search {
  const Graph &g;
  Heap heap;
  Around latency, cost;
  std::vector<Weight> score;
  std::vector<int> parent, parentEdge, stamp, banned, usedTail, usedAt;
  int now = 0, used = 0;
  explicit Search(const Graph &graph)
      : g(graph), heap(graph.n), latency(graph, graph.latency), cost(graph, graph.cost), score(graph.n), parent(graph.n), parentEdge(graph.n), stamp(graph.n), banned(graph.n),
        usedTail(graph.m), usedAt(graph.m) {
    for (Side &side : both) side.distance.assign(graph.n, INF), side.at.assign(graph.n, 0);
  }

  enum Outcome { FOUND, NOWHERE, TOO_MUCH };

  /** A* from the end of the path's first `length` nodes; at most `most` nodes are reached. */
  Outcome leave(const Path &path, int length, const std::vector<int> &bannedEdges, int t, Weight ceiling, int most, Path &found) {
    heap.clear();
    now++;
    for (int i = 0; i < length - 1; i++) banned[path.nodes[i]] = now;
    int from = path.nodes[length - 1], reached = 1;
    Weight walked = 0;
    for (int i = 0; i + 1 < length; i++) walked += g.latency[path.edges[i]];
    stamp[from] = now;
    score[from] = walked;
    parentEdge[from] = NONE;
    heap.push(from, walked + latency.bound(from));
    while (heap.count > 0) {
      Weight key;
      int node = heap.pop(key);
      if (node == t) {
        trace(path, length, t, found);
        return FOUND;
      }
      if (reached > most) return TOO_MUCH;
      for (int arc = g.start[node]; arc < g.start[node + 1]; arc++) {
        int there = g.to[arc];
        if (banned[there] == now || there == from) continue;
        if (node == from && std::find(bannedEdges.begin(), bannedEdges.end(), g.edge[arc]) != bannedEdges.end()) continue;
        Weight value = score[node] + latency.weight[arc], least = value + latency.bound(there);
        if (least > ceiling || (stamp[there] == now && value >= score[there])) continue;
        if (stamp[there] != now) reached++;
        stamp[there] = now;
        score[there] = value;
        parent[there] = node;
        parentEdge[there] = g.edge[arc];
        heap.push(there, least);
      }
    }
    return NOWHERE;
  }

  void trace(const Path &path, int length, int t, Path &found) {
    found.total = score[t];
    found.nodes.assign(path.nodes.begin(), path.nodes.begin() + length);
    found.edges.assign(path.edges.begin(), path.edges.begin() + length - 1);
    for (int node = t; parentEdge[node] != NONE; node = parent[node]) found.nodes.push_back(node), found.edges.push_back(parentEdge[node]);
    std::reverse(found.nodes.begin() + length, found.nodes.end());
    std::reverse(found.edges.begin() + length - 1, found.edges.end());
  }

  /** The best path, with ever more distances where a search reached more nodes than they are. */
  bool nearby(int s, int t, Path &found) {
    latency.start(t);
    Path start{0, {s}, {}};
    for (double nodes = 4 * std::sqrt(g.n);; nodes *= 4) {
      latency.reachSome(s, int(nodes));
      bool all = latency.reached == INF;
      Outcome outcome = leave(start, 1, {}, t, INF - 1, all ? g.n : int(nodes), found);
      if (outcome != TOO_MUCH) return outcome == FOUND;
    }
  }

  /** From both ends at once, until no path that neither knows can be as short as the best that they met on. */
  Weight single(int s, int t) {
    now++;
    Weight best = INF;
    for (int side = 0; side < 2; side++) both[side].heap = {}, reach(side, side == 0 ? s : t, 0, best);
    while (!both[0].heap.empty() && !both[1].heap.empty() && both[0].heap.top().first + both[1].heap.top().first <= best) {
      int side = both[0].heap.size() <= both[1].heap.size() ? 0 : 1;
      auto [key, node] = both[side].heap.top();
      both[side].heap.pop();
      if (key > both[side].distance[node]) continue;
      for (int arc = g.start[node]; arc < g.start[node + 1]; arc++)
        if (key + latency.weight[arc] <= best) reach(side, g.to[arc], key + latency.weight[arc], best);
    }
    return best == INF ? -1 : best;
  }

  Weight yen(int s, int t, int k) {
    if (s == t) return 0;
    int count = 0;
    if (g.n < 2048) {
      latency.start(t);
      latency.reach(INF);
      return best(s, t, k, INF - 1, count);
    }
    Path nearest;
    if (!nearby(s, t, nearest)) return -1;
    for (double step : {1.1, 1.3, 1.6}) {
      Weight ceiling = Weight(nearest.total * step);
      latency.reach(Weight(ceiling * 0.45));
      Weight total = best(s, t, k, ceiling, count);
      if (count == k) return total;
    }
    latency.reach(INF);
    return best(s, t, k, INF - 1, count);
  }

  Weight best(int s, int t, int k, Weight ceiling, int &count) {
    std::vector<Path> paths{Path{0, {s}, {}}};
    std::vector<Part> parts{{latency.bound(s), 0, 1, {}, false, {}}};
    std::vector<Weight> known;
    auto later = [&](int a, int b) { return parts[a].bound != parts[b].bound ? parts[a].bound > parts[b].bound : parts[a].solved > parts[b].solved; };
    std::priority_queue<int, std::vector<int>, decltype(later)> queue(later);
    queue.push(0);
    auto add = [&](Part part) {
      parts.push_back(std::move(part));
      queue.push(int(parts.size()) - 1);
    };
    Weight total = 0;
    for (count = 0; !queue.empty() && count < k;) {
      Part part = parts[queue.top()];
      queue.pop();
      if (part.solved) {
        total += part.found.total;
        count++;
        paths.push_back(part.found);
        split(part, int(paths.size()) - 1, ceiling, add);
        continue;
      }
      Path found;
      if (part.bound > ceiling || leave(paths[part.path], part.length, part.banned, t, ceiling, g.n, found) != FOUND) continue;
      known.insert(std::upper_bound(known.begin(), known.end(), found.total), found.total);
      if (int(known.size()) >= k) ceiling = std::min(ceiling, known[k - 1]);
      add({found.total, part.path, part.length, part.banned, true, found});
    }
    return total;
  }

  /** Everything in the part but its best path, one part for each node at which another path may leave it. */
  template <class Add> void split(const Part &part, int number, Weight ceiling, Add add) {
    const Path &path = part.found;
    now++;
    Weight walked = 0;
    for (int length = 1; length < int(path.nodes.size()); length++) {
      int node = path.nodes[length - 1];
      banned[node] = now;
      if (length >= part.length) {
        std::vector<int> mine = length == part.length ? part.banned : std::vector<int>();
        mine.push_back(path.edges[length - 1]);
        Weight bound = INF;
        for (int arc = g.start[node]; arc < g.start[node + 1]; arc++)
          if (banned[g.to[arc]] != now && std::find(mine.begin(), mine.end(), g.edge[arc]) == mine.end())
            bound = std::min(bound, walked + latency.weight[arc] + latency.bound(g.to[arc]));
        if (bound <= ceiling) add({bound, number, length, mine, false, {}});
      }
      walked += g.latency[path.edges[length - 1]];
    }
  }

  Weight constrained(int s, int t, Weight limit) {
    latency.start(t);
    cost.start(t);
    for (double nodes = 4 * std::sqrt(g.n);; nodes *= 4) {
      latency.reachSome(s, int(nodes));
      cost.reachSome(s, int(nodes));
      bool all = latency.reached == INF && cost.reached == INF;
      Weight found = cheapest(s, t, limit, all ? INT64_MAX : int64_t(nodes));
      if (found != INF) return found;
    }
  }

  /** Label setting with Pareto dominance; -1 where there is no path, INF where it takes more labels. */
  Weight cheapest(int s, int t, Weight limit, int64_t most) {
    labels.clear();
    typedef std::pair<std::pair<Weight, Weight>, int> Entry;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<Entry>> queue;
    now++;
    auto offer = [&](int node, Weight costs, Weight takes) {
      if (takes + latency.bound(node) > limit) return;
      int newest = stamp[node] == now ? parent[node] : NONE;
      for (int at = newest; at != NONE; at = labels[at].older) {
        if (labels[at].dead) continue;
        if (labels[at].cost <= costs && labels[at].latency <= takes) return;
        if (labels[at].cost >= costs && labels[at].latency >= takes) labels[at].dead = true;
      }
      labels.push_back({node, costs, takes, false, newest});
      stamp[node] = now;
      parent[node] = int(labels.size()) - 1;
      queue.push({{costs + cost.bound(node), takes}, int(labels.size()) - 1});
    };
    offer(s, 0, 0);
    while (!queue.empty()) {
      Label label = labels[queue.top().second];
      queue.pop();
      if (label.dead) continue;
      if (label.node == t) return label.cost;
      if (int64_t(labels.size()) > most) return INF;
      for (int arc = g.start[label.node]; arc < g.start[label.node + 1]; arc++) offer(g.to[arc], label.cost + cost.weight[arc], label.latency + latency.weight[arc]);
    }
    return -1;
  }

  /** Suurballe: the second search goes over what the first path leaves, in weights reduced by the bounds. */
  Weight pair(int s, int t) {
    if (s == t) return 0;
    latency.start(t);
    latency.reachNode(s);
    if (latency.distance[s] >= INF) return -1;
    Path first;
    leave(Path{0, {s}, {}}, 1, {}, t, INF - 1, g.n, first);
    used++;
    for (size_t i = 0; i < first.edges.size(); i++) usedAt[first.edges[i]] = used, usedTail[first.edges[i]] = first.nodes[i];
    heap.clear();
    now++;
    stamp[s] = now;
    score[s] = 0;
    heap.push(s, 0);
    while (heap.count > 0) {
      Weight key;
      int node = heap.pop(key);
      if (node == t) return 2 * first.total + key;
      for (int arc = g.start[node]; arc < g.start[node + 1]; arc++) {
        int there = g.to[arc], edge = g.edge[arc];
        if (usedAt[edge] == used && usedTail[edge] == node) continue;
        Weight reduced = usedAt[edge] == used ? 0 : latency.weight[arc] - latency.bound(node) + latency.bound(there);
        if (stamp[there] == now && key + reduced >= score[there]) continue;
        stamp[there] = now;
        score[there] = key + reduced;
        heap.push(there, score[there]);
      }
    }
    return -1;
  }

private:
  typedef std::pair<Weight, int> Reached;
  struct Side {
    std::vector<Weight> distance;
    std::vector<int> at;
    std::priority_queue<Reached, std::vector<Reached>, std::greater<Reached>> heap;
  };
  Side both[2];
  std::vector<Label> labels;

  void reach(int side, int node, Weight value, Weight &best) {
    Side &own = both[side], &other = both[1 - side];
    if (own.at[node] == now && own.distance[node] <= value) return;
    own.at[node] = now;
    own.distance[node] = value;
    own.heap.push({value, node});
    if (other.at[node] == now) best = std::min(best, value + other.distance[node]);
  }
};

int main(int, char **arguments) { return answerAll<Search>(arguments); }
