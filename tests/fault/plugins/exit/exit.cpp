// Ends the whole process in poll.
#include <frontdesk/sdk/plugin_entry.h>

#include <cstdlib>

namespace {

namespace sdk = frontdesk::sdk;

class Exit final : public sdk::Channel {
 public:
  using Channel::Channel;
  sdk::Result<void> open(const sdk::OpenRequest&) override { return {}; }
  sdk::Result<sdk::PollResult> poll(const sdk::PollRequest&) override { std::_Exit(7); }
};

}  // namespace

FRONTDESK_PLUGIN(Exit)
