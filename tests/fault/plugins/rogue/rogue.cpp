// Asks for more than its share, in the way that its configuration names.
//
//   crowd         well-behaved: forty threads submit side by side
//   mood          changes its state twenty thousand times
//   bad_mood      the same, and ends with a state that is not good
//   secret_place  stores secrets where the form has none, and one that is too large
//   secret_flood  stores a secret without end
//   secret_asker  well-behaved: asks for a secret four hundred times, twice what is answered at once, then tells how
//                 often it was there
//   leak_to_death takes memory without asking whether it got any, after many lines that nobody reads
//   uncounted     writes submits past the host's count of credit
//   spin          says that there is more, and delivers nothing
//   gossip        fails with words that hold somebody's address
//   silent        does nothing
//
// send() to slow@… takes four seconds and counts what it does, to stuck@… waits for its cancel; auth@… is refused.
#include <frontdesk/json.h>
#include <frontdesk/sdk/plugin_entry.h>

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "wire/messages.h"

namespace {

namespace sdk = frontdesk::sdk;
namespace wire = frontdesk::wire;

constexpr int kSocketOfTheHost = 3;

void write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(kSocketOfTheHost, bytes.data(), bytes.size());
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (written < 0 && errno == EAGAIN) {
      pollfd ready{kSocketOfTheHost, POLLOUT, 0};
      ::poll(&ready, 1, 1000);
    } else {
      return;
    }
  }
}

class Rogue final : public sdk::Channel {
 public:
  using Channel::Channel;

  sdk::Result<void> open(const sdk::OpenRequest& request) override {
    const auto parsed = frontdesk::json::parse(request.config);
    if (parsed.value) way_ = parsed.value->get("way").as_string();
    return {};
  }

  sdk::Result<sdk::PollResult> poll(const sdk::PollRequest&) override {
    if (way_ == "crowd") crowd();
    if (way_ == "mood") change_mood();
    if (way_ == "bad_mood") {
      change_mood();
      services().health().degraded("really_bad", "And so it stays.");
      services().clock().sleep_for(std::chrono::seconds(8));
    }
    if (way_ == "secret_place") misplace_secrets();
    if (way_ == "secret_flood") {
      while (!services().cancel().requested()) static_cast<void>(services().secrets().put("token", "new"));
    }
    if (way_ == "leak_to_death") leak_to_death();
    if (way_ == "secret_asker") ask_for_secrets();
    if (way_ == "uncounted") submit_uncounted();
    if (way_ == "gossip") {
      return sdk::Error{sdk::Status::kRetry, "refused", "554 5.7.1 <li.xiaoyu@customer.example>: relay access denied"};
    }
    return sdk::PollResult{way_ == "spin", {}};
  }

  sdk::Result<sdk::SendResult> send(const sdk::Outbound& message) override {
    const std::string to = message.recipients.empty() ? "" : message.recipients.front().address;
    if (to.starts_with("auth@")) return sdk::Error{sdk::Status::kAuth, "expired", "Sign in again."};
    if (to.starts_with("stuck@")) {
      services().clock().sleep_for(std::chrono::hours(1));
      return sdk::Error{sdk::Status::kUnknownOutcome, "cut_off", "The call was broken off."};
    }
    for (int turn = 0; to.starts_with("slow@") && turn < 80; ++turn) {
      services().metrics().count("bytes_sent", 1000);
      services().clock().sleep_for(std::chrono::milliseconds(50));
    }
    return sdk::SendResult{sdk::Delivery::kAccepted, "remote", services().clock().now()};
  }

 private:
  sdk::Item item(const std::string& key) {
    sdk::Item made;
    made.dedup_key = key;
    made.author.key = "rogue";
    made.parts.push_back({sdk::PartRole::kBody, "text/plain", "x"});
    return made;
  }

  void crowd() {
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 40; ++thread) {
      threads.emplace_back([this, thread] {
        std::vector<sdk::Item> items;
        for (int i = 0; i < 20; ++i) items.push_back(item("crowd-" + std::to_string(thread * 20 + i)));
        static_cast<void>(services().inbox().submit(items, {}));
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  void change_mood() {
    for (int turn = 0; turn < 10'000; ++turn) {
      services().health().degraded("mood", "Turn " + std::to_string(turn));
      services().health().ok();
    }
    static_cast<void>(services().inbox().submit(item("mood-over")));
  }

  void misplace_secrets() {
    const bool misplaced = services().secrets().put("somewhere.else", "value").ok();
    const bool too_large = services().secrets().put("token", std::string((64 << 10) + 1, 'x')).ok();
    const bool right = services().secrets().put("token", "new").ok();
    sdk::Item told = item("secrets");
    told.dedup_key = std::string("secrets ") + (misplaced ? "y" : "n") + (too_large ? "y" : "n") + (right ? "y" : "n");
    static_cast<void>(services().inbox().submit(told));
  }

  static void leak_to_death() {
    for (int line = 0; line < 600; ++line)
      std::fputs("a line of a hundred characters or so, of which there are hundreds, to fill the pipe of the output\n",
                 stdout);
    std::fputs("and one without an end", stdout);
    std::fflush(stdout);
    constexpr std::size_t kStep = std::size_t{4} << 20;
    while (true) std::memset(std::malloc(kStep), 1, kStep);  // NOLINT
  }

  void ask_for_secrets() {
    int found = 0;
    for (int turn = 0; turn < 400; ++turn) found += services().secrets().get("token") ? 1 : 0;
    static_cast<void>(services().inbox().submit(item("asked, found " + std::to_string(found))));
  }

  static void submit_uncounted() {
    for (std::uint64_t number = 0; number < 300; ++number) {
      const auto packed = wire::pack(wire::encode(wire::Submit{}, 1'000'000 + number));
      if (packed) write_all(packed->bytes());
    }
    ::pause();
  }

  std::string way_;
};

}  // namespace

FRONTDESK_PLUGIN(Rogue)
