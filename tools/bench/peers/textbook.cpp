// The searches of the path engine as textbooks have them, in C++: one whole tree from the destination as an exact bound for Yen
// (Lawler's rule), for label setting and for Suurballe.
// Usage: textbook <graph file> <questions file> <kind>; prints one line a question: microseconds, total.
#include <queue>
#include "paths.hpp"

struct Search {
  const Graph &g;
  Heap heap;
  std::vector<Weight> latencyArc, costArc, distance, other, score;
  std::vector<int> parent, parentEdge, stamp, banned;
  int now = 0;
  explicit Search(const Graph &graph)
      : g(graph), heap(graph.n), distance(graph.n), other(graph.n), score(graph.n), parent(graph.n), parentEdge(graph.n), stamp(graph.n), banned(graph.n) {
    for (int arc = 0; arc < 2 * g.m; arc++) latencyArc.push_back(g.latency[g.edge[arc]]), costArc.push_back(g.cost[g.edge[arc]]);
  }

  /** Stops at `until`; at NONE it goes everywhere. */
  template <bool keepsTree = false> void dijkstra(int from, int until, const std::vector<Weight> &weight, std::vector<Weight> &distance) {
    std::fill(distance.begin(), distance.end(), INF);
    heap.clear();
    distance[from] = 0;
    heap.push(from, 0);
    while (heap.count > 0) {
      Weight key;
      int pop = heap.pop(key);
      if (pop == until) return;
      for (int arc = g.start[pop]; arc < g.start[pop + 1]; arc++) {
        Weight there = key + weight[arc];
        if (there >= distance[g.to[arc]]) continue;
        distance[g.to[arc]] = there;
        if (keepsTree) parent[g.to[arc]] = pop, parentEdge[g.to[arc]] = g.edge[arc];
        heap.push(g.to[arc], there);
      }
    }
  }

  Weight single(int s, int t) {
    dijkstra(t, s, latencyArc, distance);
    return distance[s];
  }

  struct Path {
    Weight total;
    std::vector<int> nodes, edges;
  };
  struct Part {
    Weight bound;
    int path, length; // of the path that it leaves, behind `length` nodes
    std::vector<int> banned;
    bool solved;
    Path found;
  };

  /** A* from the spur with the exact tree as bound. */
  bool spur(const Path &path, int length, const std::vector<int> &bannedEdges, int t, Weight ceiling, Path &found) {
    heap.clear();
    now++;
    for (int i = 0; i < length - 1; i++) banned[path.nodes[i]] = now;
    int from = path.nodes[length - 1];
    Weight walked = 0;
    for (int i = 0; i + 1 < length; i++) walked += g.latency[path.edges[i]];
    stamp[from] = now;
    score[from] = walked;
    parentEdge[from] = NONE;
    heap.push(from, walked + distance[from]);
    while (heap.count > 0) {
      Weight key;
      int pop = heap.pop(key);
      if (pop == t) {
        found.total = score[t];
        found.nodes.assign(path.nodes.begin(), path.nodes.begin() + length);
        found.edges.assign(path.edges.begin(), path.edges.begin() + length - 1);
        size_t at = found.nodes.size();
        for (int v = t; parentEdge[v] != NONE; v = parent[v]) found.nodes.push_back(v), found.edges.push_back(parentEdge[v]);
        std::reverse(found.nodes.begin() + at, found.nodes.end());
        std::reverse(found.edges.begin() + at - 1, found.edges.end());
        return true;
      }
      for (int arc = g.start[pop]; arc < g.start[pop + 1]; arc++) {
        int there = g.to[arc];
        if (banned[there] == now || there == from) continue;
        if (pop == from && std::find(bannedEdges.begin(), bannedEdges.end(), g.edge[arc]) != bannedEdges.end()) continue;
        Weight value = score[pop] + latencyArc[arc];
        if (value + distance[there] > ceiling || (stamp[there] == now && value >= score[there])) continue;
        stamp[there] = now;
        score[there] = value;
        parent[there] = pop;
        parentEdge[there] = g.edge[arc];
        heap.push(there, value + distance[there]);
      }
    }
    return false;
  }

  Weight yen(int s, int t, int k) {
    if (s == t) return 0;
    dijkstra(t, NONE, latencyArc, distance);
    std::vector<Path> paths;
    std::vector<Part> parts;
    std::vector<Weight> known;
    auto later = [&](int a, int b) { return parts[a].bound != parts[b].bound ? parts[a].bound > parts[b].bound : parts[a].solved > parts[b].solved; };
    std::priority_queue<int, std::vector<int>, decltype(later)> queue(later);
    Weight total = 0;
    Path start{0, {s}, {}};
    paths.push_back(start);
    parts.push_back({distance[s], 0, 1, {}, false, {}});
    queue.push(0);
    int count = 0;
    while (!queue.empty() && count < k) {
      int at = queue.top();
      queue.pop();
      Weight ceiling = int(known.size()) >= k ? known[k - 1] : INF - 1;
      if (!parts[at].solved) {
        Path found;
        if (parts[at].bound > ceiling || !spur(paths[parts[at].path], parts[at].length, parts[at].banned, t, ceiling, found)) continue;
        known.insert(std::upper_bound(known.begin(), known.end(), found.total), found.total);
        parts.push_back({found.total, parts[at].path, parts[at].length, parts[at].banned, true, found});
        queue.push(int(parts.size()) - 1);
        continue;
      }
      Path path = parts[at].found;
      int from = parts[at].length;
      std::vector<int> bans = parts[at].banned;
      total += path.total;
      count++;
      paths.push_back(path);
      now++;
      Weight walked = 0;
      for (int length = 1; length < int(path.nodes.size()); length++) {
        int spurNode = path.nodes[length - 1];
        banned[spurNode] = now;
        if (length >= from) {
          std::vector<int> mine = length == from ? bans : std::vector<int>();
          mine.push_back(path.edges[length - 1]);
          Weight bound = INF;
          for (int arc = g.start[spurNode]; arc < g.start[spurNode + 1]; arc++)
            if (banned[g.to[arc]] != now && std::find(mine.begin(), mine.end(), g.edge[arc]) == mine.end())
              bound = std::min(bound, walked + latencyArc[arc] + distance[g.to[arc]]);
          if (bound <= ceiling) {
            parts.push_back({bound, int(paths.size()) - 1, length, mine, false, {}});
            queue.push(int(parts.size()) - 1);
          }
        }
        walked += g.latency[path.edges[length - 1]];
      }
    }
    return total;
  }

  struct Label {
    int node;
    Weight cost, latency;
    bool dead;
    int older;
  };

  Weight constrained(int s, int t, Weight limit) {
    dijkstra(t, NONE, latencyArc, distance);
    dijkstra(t, NONE, costArc, other);
    std::vector<Label> labels;
    typedef std::pair<std::pair<Weight, Weight>, int> Entry;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<Entry>> queue;
    now++;
    auto offer = [&](int node, Weight cost, Weight latency) {
      if (latency + distance[node] > limit || other[node] >= INF) return;
      int newest = stamp[node] == now ? parent[node] : NONE;
      for (int at = newest; at != NONE; at = labels[at].older) {
        if (labels[at].dead) continue;
        if (labels[at].cost <= cost && labels[at].latency <= latency) return;
        if (labels[at].cost >= cost && labels[at].latency >= latency) labels[at].dead = true;
      }
      labels.push_back({node, cost, latency, false, newest});
      stamp[node] = now;
      parent[node] = int(labels.size()) - 1;
      queue.push({{cost + other[node], latency}, int(labels.size()) - 1});
    };
    offer(s, 0, 0);
    while (!queue.empty()) {
      Label label = labels[queue.top().second];
      queue.pop();
      if (label.dead) continue;
      if (label.node == t) return label.cost;
      for (int arc = g.start[label.node]; arc < g.start[label.node + 1]; arc++) offer(g.to[arc], label.cost + costArc[arc], label.latency + latencyArc[arc]);
    }
    return -1;
  }

  /** Suurballe: the second search goes over what the first path leaves, in reduced weights. */
  Weight pair(int s, int t) {
    if (s == t) return 0;
    dijkstra<true>(t, NONE, latencyArc, distance);
    if (distance[s] >= INF) return -1;
    now++;
    std::vector<int> used; // edge, tail
    for (int v = s; v != t; v = parent[v]) used.push_back(parentEdge[v]), used.push_back(v);
    auto tailOf = [&](int edge) {
      for (size_t i = 0; i < used.size(); i += 2)
        if (used[i] == edge) return used[i + 1];
      return NONE;
    };
    std::vector<char> onPath(g.n, 0);
    for (size_t i = 1; i < used.size(); i += 2) onPath[used[i]] = 1;
    onPath[t] = 1;
    heap.clear();
    std::fill(other.begin(), other.end(), INF);
    other[s] = 0;
    heap.push(s, 0);
    while (heap.count > 0) {
      Weight key;
      int v = heap.pop(key);
      if (v == t) return 2 * distance[s] + key;
      for (int arc = g.start[v]; arc < g.start[v + 1]; arc++) {
        int there = g.to[arc];
        if (distance[there] >= INF) continue;
        Weight reduced = latencyArc[arc] - distance[v] + distance[there];
        if (onPath[v] && onPath[there]) {
          int tail = tailOf(g.edge[arc]);
          if (tail == v) continue;
          if (tail == there) reduced = 0;
        }
        if (key + reduced >= other[there]) continue;
        other[there] = key + reduced;
        heap.push(there, other[there]);
      }
    }
    return -1;
  }
};

int main(int, char **arguments) { return answerAll<Search>(arguments); }
