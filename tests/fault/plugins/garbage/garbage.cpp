// Writes nonsense into the socket that belongs to the host.
#include <frontdesk/sdk/plugin_entry.h>

#include <unistd.h>

#include <string>

namespace {

namespace sdk = frontdesk::sdk;

class Garbage final : public sdk::Channel {
 public:
  using Channel::Channel;
  sdk::Result<void> open(const sdk::OpenRequest&) override { return {}; }
  sdk::Result<sdk::PollResult> poll(const sdk::PollRequest&) override {
    constexpr int kSocketOfTheHost = 3;
    const std::string nonsense(4096, static_cast<char>(0xff));
    if (::write(kSocketOfTheHost, nonsense.data(), nonsense.size()) < 0) return sdk::Error{sdk::Status::kRetry};
    return sdk::PollResult{};
  }
};

}  // namespace

FRONTDESK_PLUGIN(Garbage)
