// The peer of the benchmark `rating`: the same calls, the same deck, the same figures, in plain C++.
// rating DECK CALLS ROUNDS: the deck has a line "prefix initial increment initialPerMinute tiers (untilSeconds perMinute)…"
// a destination, prices in units of 10^-6 and -1 for no end; the calls have a line "digits seconds" each. Prints a line for
// each round: nanoseconds, sum of the charges (units of 10^-4, halves away from zero), weighted sum.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

struct Tier {
  int64_t until_seconds;
  int64_t per_minute;
};

struct Plan {
  int64_t initial_seconds;
  int64_t increment_seconds;
  int64_t initial_per_minute;
  int32_t first_tier;
  int32_t tiers;
};

// Ten children and the node's own entry on one cache line. A negative child is the entry of a prefix that nothing extends.
struct alignas(64) Node {
  int32_t children[10];
  int32_t own;
};

static std::vector<Tier> tiers;
static std::vector<Plan> plans;
static std::vector<Node> nodes;

static void put(const std::string& prefix, int32_t plan) {
  int32_t at = 0;
  for (size_t index = 0; index + 1 < prefix.size(); ++index) {
    int32_t child = nodes[at].children[prefix[index] - '0'];
    if (child <= 0) {
      Node node = {};
      node.own = child;
      child = static_cast<int32_t>(nodes.size());
      nodes[at].children[prefix[index] - '0'] = child;
      nodes.push_back(node);
    }
    at = child;
  }
  int32_t& last = nodes[at].children[prefix.back() - '0'];
  if (last > 0) nodes[last].own = -1 - plan;
  else last = -1 - plan;
}

static int32_t longest(const char* digits) {
  int32_t found = 0;
  int32_t at = 0;
  for (; *digits; ++digits) {
    int32_t child = nodes[at].children[*digits - '0'];
    if (child <= 0) return -1 - (child < 0 ? child : found);
    at = child;
    if (nodes[at].own != 0) found = nodes[at].own;
  }
  return -1 - found;
}

// Units of 10^-6 over sixty seconds to units of 10^-4.
static const int64_t DIVISOR = 60 * 100;

static int64_t rate(const Plan& plan, int64_t seconds) {
  if (seconds == 0) return 0;
  int64_t sum = plan.initial_per_minute * plan.initial_seconds;
  int64_t over = seconds - plan.initial_seconds;
  if (over > 0) {
    int64_t blocks = (over + plan.increment_seconds - 1) / plan.increment_seconds;
    int64_t done = 0;
    for (int32_t at = plan.first_tier; done < blocks; ++at) {
      int64_t until = blocks;
      if (tiers[at].until_seconds >= 0) {
        int64_t room = tiers[at].until_seconds - plan.initial_seconds;
        int64_t reach = room <= 0 ? 0 : (room + plan.increment_seconds - 1) / plan.increment_seconds;
        if (reach < until) until = reach;
      }
      if (until > done) {
        sum += (until - done) * tiers[at].per_minute * plan.increment_seconds;
        done = until;
      }
    }
  }
  return (sum + DIVISOR / 2) / DIVISOR;
}

int main(int count, char** arguments) {
  if (count != 4) return 1;
  nodes.push_back(Node{});
  std::ifstream deck(arguments[1]);
  std::string prefix;
  while (deck >> prefix) {
    Plan plan;
    deck >> plan.initial_seconds >> plan.increment_seconds >> plan.initial_per_minute >> plan.tiers;
    plan.first_tier = static_cast<int32_t>(tiers.size());
    for (int32_t at = 0; at < plan.tiers; ++at) {
      Tier tier;
      deck >> tier.until_seconds >> tier.per_minute;
      tiers.push_back(tier);
    }
    put(prefix, static_cast<int32_t>(plans.size()));
    plans.push_back(plan);
  }
  std::vector<std::string> numbers;
  std::vector<int32_t> lengths;
  std::ifstream calls(arguments[2]);
  std::string digits;
  int32_t seconds;
  while (calls >> digits >> seconds) {
    numbers.push_back(digits);
    lengths.push_back(seconds);
  }
  for (int round = 0; round < std::atoi(arguments[3]); ++round) {
    int64_t sum = 0;
    int64_t weighted = 0;
    auto begin = std::chrono::steady_clock::now();
    for (size_t at = 0; at < numbers.size(); ++at) {
      int32_t plan = longest(numbers[at].c_str());
      if (plan < 0) continue;
      int64_t charge = rate(plans[plan], lengths[at]);
      sum += charge;
      weighted += charge * static_cast<int64_t>(at & 15);
    }
    auto end = std::chrono::steady_clock::now();
    std::printf("%lld %lld %lld\n", static_cast<long long>(std::chrono::duration_cast<std::chrono::nanoseconds>(end - begin).count()),
                static_cast<long long>(sum), static_cast<long long>(weighted));
  }
  return 0;
}
