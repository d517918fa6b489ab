// Takes memory, and uses it, until there is none.
#include <frontdesk/sdk/plugin_entry.h>

#include <cstring>
#include <memory>
#include <vector>

namespace {

namespace sdk = frontdesk::sdk;

class Leak final : public sdk::Channel {
 public:
  using Channel::Channel;
  sdk::Result<void> open(const sdk::OpenRequest&) override { return {}; }
  sdk::Result<sdk::PollResult> poll(const sdk::PollRequest&) override {
    constexpr std::size_t kStep = std::size_t{4} << 20;
    while (true) {
      taken_.push_back(std::make_unique<char[]>(kStep));
      std::memset(taken_.back().get(), 1, kStep);
    }
  }

 private:
  std::vector<std::unique_ptr<char[]>> taken_;
};

}  // namespace

FRONTDESK_PLUGIN(Leak)
