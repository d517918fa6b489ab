// Never returns from poll and ignores the cancel.
#include <frontdesk/sdk/plugin_entry.h>

#include <unistd.h>

namespace {

namespace sdk = frontdesk::sdk;

class Hang final : public sdk::Channel {
 public:
  using Channel::Channel;
  sdk::Result<void> open(const sdk::OpenRequest&) override { return {}; }
  sdk::Result<sdk::PollResult> poll(const sdk::PollRequest&) override {
    while (true) ::pause();
  }
};

}  // namespace

FRONTDESK_PLUGIN(Hang)
