// Dies by a null pointer in poll.
#include <frontdesk/sdk/plugin_entry.h>

namespace {

namespace sdk = frontdesk::sdk;

class Crash final : public sdk::Channel {
 public:
  using Channel::Channel;
  sdk::Result<void> open(const sdk::OpenRequest&) override { return {}; }
  sdk::Result<sdk::PollResult> poll(const sdk::PollRequest&) override {
    volatile int* nowhere = nullptr;
    *nowhere = 1;
    return sdk::PollResult{};
  }
};

}  // namespace

FRONTDESK_PLUGIN(Crash)
