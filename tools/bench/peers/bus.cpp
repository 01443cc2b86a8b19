// The floor of a request over NATS: blocking sockets, the protocol's own text, nothing parsed that is not needed.
//   bus <port> hop <calls> <bytes>             one connection hears what it says itself: one way through the broker
//   bus <port> pair <calls> <bytes> <inFlight> a connection asks, another answers from a thread of its own
// Prints the microseconds of each call, one a line, and last the seconds of all.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using Clock = std::chrono::steady_clock;

static void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

/** A connection that reads whole messages: `MSG <subject> <sid> [reply] <size>`, then as many bytes and a line's end. */
class Connection {
 public:
  explicit Connection(int port) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("connect");
    int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    send("CONNECT {\"verbose\":false,\"pedantic\":false}\r\nPING\r\n");
    while (line() != "PONG") {
    }
  }

  void subscribe(const std::string& subject) {
    send("SUB " + subject + " 1\r\nPING\r\n");
    while (line() != "PONG") {
    }
  }

  /** Sent with whatever else is queued, before the next wait. */
  void queue(std::string_view bytes) { out_.append(bytes); }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), 0);
      if (sent <= 0) fail("send");
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
  }

  void flush() {
    send(out_);
    out_.clear();
  }

  /** Waits for a message. @param reply where its answer goes, if anywhere */
  std::string_view message(std::string_view* reply, std::string_view* subject = nullptr) {
    for (;;) {
      std::string_view head = line();
      if (head == "PING") {
        send("PONG\r\n");
        continue;
      }
      if (head.substr(0, 4) != "MSG ") continue;
      std::string_view tokens[5];
      size_t count = 0;
      for (size_t at = 4; at < head.size() && count < 5;) {
        size_t end = std::min(head.find(' ', at), head.size());
        tokens[count++] = head.substr(at, end - at);
        at = end + 1;
      }
      if (subject != nullptr) subject_.assign(tokens[0]), *subject = subject_;
      if (reply != nullptr) reply_.assign(count == 4 ? tokens[2] : std::string_view{}), *reply = reply_;
      size_t size = std::strtoul(std::string(tokens[count - 1]).c_str(), nullptr, 10);
      while (end_ - begin_ < size + 2) more();
      std::string_view body(buffer_ + begin_, size);
      begin_ += size + 2;
      return body;
    }
  }

 private:
  std::string_view line() {
    for (size_t seen = 0;;) {
      void* found = std::memchr(buffer_ + begin_ + seen, '\n', end_ - begin_ - seen);
      if (found != nullptr) {
        size_t length = static_cast<size_t>(static_cast<char*>(found) - (buffer_ + begin_));
        std::string_view result(buffer_ + begin_, length > 0 ? length - 1 : 0);
        begin_ += length + 1;
        return result;
      }
      seen = end_ - begin_;
      more();
    }
  }

  void more() {
    flush();
    if (begin_ > 0) {
      std::memmove(buffer_, buffer_ + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    ssize_t got = ::recv(socket_, buffer_ + end_, sizeof buffer_ - end_, 0);
    if (got <= 0) fail("recv");
    end_ += static_cast<size_t>(got);
  }

  int socket_;
  char buffer_[1 << 18];
  size_t begin_ = 0;
  size_t end_ = 0;
  std::string out_;
  std::string reply_;
  std::string subject_;
};

static std::string published(const std::string& subject, std::string_view reply, const std::string& body) {
  std::string text = "PUB " + subject + " ";
  if (!reply.empty()) text.append(reply).append(" ");
  return text + std::to_string(body.size()) + "\r\n" + body + "\r\n";
}

static double microsSince(Clock::time_point begin) { return std::chrono::duration<double, std::micro>(Clock::now() - begin).count(); }

static void hop(int port, int calls, const std::string& body, std::vector<double>& micros) {
  static Connection own(port);
  own.subscribe("bench.hop");
  const std::string text = published("bench.hop", "", body);
  for (int call = 0; call < calls; ++call) {
    auto begin = Clock::now();
    own.send(text);
    if (own.message(nullptr).size() != body.size()) fail("another body came back");
    micros.push_back(microsSince(begin));
  }
}

static void answer(int port, const std::string& body, int calls, bool* ready) {
  static Connection own(port);
  own.subscribe("bench.pair");
  __atomic_store_n(ready, true, __ATOMIC_RELEASE);
  for (int call = 0; call < calls; ++call) {
    std::string_view reply;
    own.message(&reply);
    own.queue(published(std::string(reply), "", body));
  }
  own.flush();
}

static void pair(int port, int calls, const std::string& body, int inFlight, std::vector<double>& micros) {
  bool ready = false;
  std::thread answering(answer, port, body, calls, &ready);
  while (!__atomic_load_n(&ready, __ATOMIC_ACQUIRE)) std::this_thread::yield();
  static Connection own(port);
  own.subscribe("_INBOX.bench.*");
  std::vector<Clock::time_point> begun(static_cast<size_t>(calls));
  int asked = 0;
  auto ask = [&] {
    begun[static_cast<size_t>(asked)] = Clock::now();
    own.queue(published("bench.pair", "_INBOX.bench." + std::to_string(asked), body));
    ++asked;
  };
  while (asked < std::min(calls, inFlight)) ask();
  for (int done = 0; done < calls; ++done) {
    std::string_view subject;
    own.message(nullptr, &subject);
    micros.push_back(microsSince(begun[std::strtoul(std::string(subject.substr(13)).c_str(), nullptr, 10)]));
    if (asked < calls) ask();
  }
  answering.join();
}

int main(int count, char** given) {
  if (count < 5) return 2;
  const int port = std::atoi(given[1]);
  const int calls = std::atoi(given[3]);
  const std::string body(static_cast<size_t>(std::atoi(given[4])), 'x');
  std::vector<double> micros;
  micros.reserve(static_cast<size_t>(calls));
  auto begin = Clock::now();
  if (std::string_view(given[2]) == "hop") hop(port, calls, body, micros);
  else pair(port, calls, body, count > 5 ? std::atoi(given[5]) : 1, micros);
  double seconds = microsSince(begin) / 1e6;
  for (double value : micros) std::printf("%.2f\n", value);
  std::printf("%.6f\n", seconds);
}
