// Least cost under a latency limit with the Boost Graph Library: r_c_shortest_paths with all Pareto-optimal solutions, of which
// the cheapest is taken, because its single-solution form does not promise the least cost.
// Usage: boost <graph file> <questions file> constrained; prints one line a question: microseconds, total.
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/r_c_shortest_paths.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <vector>

struct Node { int number; };
struct Link { int number; int64_t latency, cost; };
using Net = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, Node, Link>;

struct Spent {
  int64_t cost = 0, latency = 0;
  bool operator==(const Spent &other) const { return cost == other.cost && latency == other.latency; }
  bool operator<(const Spent &other) const { return cost != other.cost ? cost < other.cost : latency < other.latency; }
};

struct Extend {
  int64_t limit;
  bool operator()(const Net &net, Spent &next, const Spent &before, boost::graph_traits<Net>::edge_descriptor edge) const {
    next.cost = before.cost + net[edge].cost;
    next.latency = before.latency + net[edge].latency;
    return next.latency <= limit;
  }
};

struct Dominates {
  bool operator()(const Spent &a, const Spent &b) const { return a.cost <= b.cost && a.latency <= b.latency; }
};

int main(int, char **arguments) {
  FILE *file = fopen(arguments[1], "rb");
  int header[2];
  if (!file || fread(header, 4, 2, file) != 2) return 1;
  const int nodes = header[0], links = header[1];
  std::vector<int> a(links), b(links);
  std::vector<double> latency(links), cost(links);
  size_t got = fread(a.data(), 4, links, file) + fread(b.data(), 4, links, file) + fread(latency.data(), 8, links, file) + fread(cost.data(), 8, links, file);
  fclose(file);
  if (got != size_t(4) * links) return 1;
  Net net(nodes);
  for (int node = 0; node < nodes; node++) net[node].number = node;
  for (int link = 0; link < links; link++) {
    add_edge(a[link], b[link], Link{2 * link, int64_t(latency[link]), int64_t(cost[link])}, net);
    add_edge(b[link], a[link], Link{2 * link + 1, int64_t(latency[link]), int64_t(cost[link])}, net);
  }
  file = fopen(arguments[2], "rb");
  double question[3];
  while (fread(question, 8, 3, file) == 3) {
    std::vector<std::vector<boost::graph_traits<Net>::edge_descriptor>> paths;
    std::vector<Spent> spent;
    auto begin = std::chrono::steady_clock::now();
    boost::r_c_shortest_paths(net, get(&Node::number, net), get(&Link::number, net), int(question[0]), int(question[1]), paths, spent, Spent(), Extend{int64_t(question[2])},
                              Dominates(), std::allocator<boost::r_c_shortest_paths_label<Net, Spent>>(), boost::default_r_c_shortest_paths_visitor());
    int64_t least = -1;
    for (const Spent &each : spent)
      if (least < 0 || each.cost < least) least = each.cost;
    printf("%.2f %lld\n", std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count(), (long long)least);
  }
  fclose(file);
}
