// The smallest useful channel: every poll brings one message, every answer is accepted.
#pragma once

#include <frontdesk/sdk/channel.h>

class Echo final : public frontdesk::sdk::Channel {
 public:
  using Channel::Channel;

  frontdesk::sdk::Result<void> open(const frontdesk::sdk::OpenRequest&) override { return {}; }

  frontdesk::sdk::Result<frontdesk::sdk::PollResult> poll(const frontdesk::sdk::PollRequest&) override {
    frontdesk::sdk::Item item;
    item.dedup_key = "echo-1";
    item.author.key = "echo";
    item.parts.push_back({frontdesk::sdk::PartRole::kBody, "text/plain", "你好"});
    const auto outcome = services().inbox().submit(item, "1");
    if (!outcome) return outcome.error();
    return frontdesk::sdk::PollResult{};
  }

  frontdesk::sdk::Result<frontdesk::sdk::SendResult> send(const frontdesk::sdk::Outbound& message) override {
    return frontdesk::sdk::SendResult{frontdesk::sdk::Delivery::kDelivered, message.idempotency_key,
                                      services().clock().now()};
  }
};
