// The smallest useful plugin: every poll brings one message, every answer is accepted.
#include <frontdesk/sdk/plugin_entry.h>

namespace {

namespace sdk = frontdesk::sdk;

class Echo final : public sdk::Channel {
 public:
  using Channel::Channel;

  sdk::Result<void> open(const sdk::OpenRequest&) override { return {}; }

  sdk::Result<sdk::PollResult> poll(const sdk::PollRequest&) override {
    sdk::Item item;
    item.dedup_key = "echo-1";
    item.author.key = "echo";
    item.parts.push_back({sdk::PartRole::kBody, "text/plain", "你好"});
    const auto outcome = services().inbox().submit(item, "1");
    if (!outcome) return outcome.error();
    return sdk::PollResult{};
  }

  sdk::Result<sdk::SendResult> send(const sdk::Outbound& message) override {
    return sdk::SendResult{sdk::Delivery::kDelivered, message.idempotency_key, services().clock().now()};
  }
};

}  // namespace

FRONTDESK_PLUGIN(Echo)
