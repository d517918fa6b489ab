// Tries to hurt the desk, in the way that its configuration names.
//
//   named          one item for each attempt: the key names it, the text is "refused" or "possible"
//   every_call     one item: the numbers of the system calls that were not refused; `leave_out` names some not to be
//   tried hidden_memory  takes memory that the kernel's limits do not count: each piece is made read-only when it is
//   full threads        starts threads without end, which need no stack of their own rest           does nothing
#include <frontdesk/json.h>
#include <frontdesk/sdk/plugin_entry.h>

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "attempts.h"
#include "every_call.h"

namespace {

namespace sdk = frontdesk::sdk;

class Hostile final : public sdk::Channel {
 public:
  using Channel::Channel;

  sdk::Result<void> open(const sdk::OpenRequest& request) override {
    const auto parsed = frontdesk::json::parse(request.config);
    if (!parsed.value) return {};
    way_ = parsed.value->get("way").as_string();
    std::istringstream numbers(std::string(parsed.value->get("leave_out").as_string()));
    leave_out_.insert(std::istream_iterator<long>(numbers), {});
    return {};
  }

  sdk::Result<sdk::PollResult> poll(const sdk::PollRequest&) override {
    if (way_ == "named") try_named();
    if (way_ == "every_call") tell("every_call", hostile::try_every_call(::getppid(), leave_out_));
    if (way_ == "hidden_memory") take_hidden_memory();
    if (way_ == "threads") start_threads();
    return sdk::PollResult{};
  }

 private:
  void tell(const std::string& key, const std::string& text) {
    sdk::Item item;
    item.dedup_key = key;
    item.author.key = "hostile";
    item.subject = "hostile " + key;
    item.parts.push_back({sdk::PartRole::kBody, "text/plain", text});
    static_cast<void>(services().inbox().submit(item));
  }

  void try_named() {
    for (const auto& attempts : {hostile::on_processes(), hostile::on_memory(), hostile::on_files_and_network(),
                                 hostile::on_the_machine(), hostile::lawful()}) {
      for (const hostile::Attempt& one : attempts) {
        tell(one.name, one.succeeds(::getppid()) ? "possible" : "refused");
      }
    }
    tell("over", "");
  }

  void take_hidden_memory() {
    constexpr std::size_t kPiece = std::size_t{16} << 20;
    void* piece = nullptr;
    while (true) {
      piece = ::mmap(nullptr, kPiece, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (piece == MAP_FAILED) break;
      std::memset(piece, 1, kPiece);
      ::mprotect(piece, kPiece, PROT_READ);
    }
    services().clock().sleep_for(std::chrono::hours(1));
  }

  void start_threads() {
    std::vector<std::thread> threads;
    try {
      while (true) threads.emplace_back([] { ::pause(); });
    } catch (const std::exception&) {
      tell("threads", std::to_string(threads.size()));
    }
    ::pause();
  }

  std::string way_;
  std::set<long> leave_out_;
};

}  // namespace

FRONTDESK_PLUGIN(Hostile)
