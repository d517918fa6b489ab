// Delivery: replies on their way out, from the outbox row to what became of it (OutboundPort).
//
// The response clock stops when a reply of a human is *sent*, not when it is queued (architecture.md section 2).
// Thread rule: any thread but the store's writer.
#pragma once

#include <optional>
#include <vector>

#include "desk/context.h"
#include "desk/ports.h"

namespace frontdesk::storage {
struct OutboxRecord;
}

namespace frontdesk::desk {

class Delivery final : public OutboundPort {
 public:
  explicit Delivery(Context& context) : context_(context) {}

  Result<std::vector<OutboundJob>> look_at_due(ChannelId channel, std::size_t limit) override;
  Result<void> claim(OutboxId job) override;
  Result<std::vector<OutboundJob>> claim_due(ChannelId channel, std::size_t limit) override;
  Result<void> report(OutboxId job, const SendReport& report) override;
  Result<void> give_back(OutboxId job) override;
  Result<std::vector<OutboundJob>> take_interrupted() override;
  Result<std::vector<OutboundJob>> take_unknown(ChannelId channel) override;
  Result<std::optional<Micros>> next_due_at() override;

 private:
  void give_up(const std::vector<storage::OutboxRecord>& rows, const char* reason);

  Context& context_;
};

}  // namespace frontdesk::desk
