// Strong ids: 64-bit, made by the application, ordered by time, never mixed up between kinds of things.
//
// Layout: 43 bits milliseconds since 1970 UTC, 20 bits sequence; always positive, so it fits every SQL engine and
// sorts by creation. In JSON an id is a string of decimal digits (JavaScript numbers end at 2^53).
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk {

class Clock;

template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::int64_t raw) : raw_(raw) {}

  /// 0 means "none"; real ids are positive.
  [[nodiscard]] constexpr std::int64_t raw() const { return raw_; }
  [[nodiscard]] constexpr bool is_set() const { return raw_ > 0; }
  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  std::int64_t raw_ = 0;
};

template <class Tag>
std::string to_text(Id<Tag> id) {
  return std::to_string(id.raw());
}

/// Decimal digits of a positive 63-bit number, nothing else; nullopt otherwise.
std::optional<std::int64_t> parse_id_number(std::string_view text);

template <class IdType>
std::optional<IdType> parse_id(std::string_view text) {
  const auto raw = parse_id_number(text);
  return raw ? std::optional<IdType>(IdType{*raw}) : std::nullopt;
}

using TicketId = Id<struct TicketTag>;
using MessageId = Id<struct MessageTag>;
using CustomerId = Id<struct CustomerTag>;
using IdentityId = Id<struct IdentityTag>;
using ConversationId = Id<struct ConversationTag>;
using ChannelId = Id<struct ChannelTag>;
using JournalId = Id<struct JournalTag>;
using UserId = Id<struct UserTag>;
using AttachmentId = Id<struct AttachmentTag>;
using BlobId = Id<struct BlobTag>;
using ClockId = Id<struct ClockTag>;
using OutboxId = Id<struct OutboxTag>;
using SessionId = Id<struct SessionTag>;
using DataKeyId = Id<struct DataKeyTag>;

/// Hands out ids that only grow, also when the wall clock steps back; over restarts too, when it is told at the start
/// where the former life ended. Thread rule: any thread.
class IdSource {
 public:
  explicit IdSource(const Clock& clock) : clock_(clock) {}
  /// From now on only ids greater than `raw`, whatever the clock says.
  void go_on_after(std::int64_t raw);
  template <class IdType>
  IdType next() {
    return IdType{next_raw()};
  }

 private:
  std::int64_t next_raw();

  const Clock& clock_;
  std::mutex mutex_;  // guards last_
  std::int64_t last_ = 0;
};

}  // namespace frontdesk

template <class Tag>
struct std::hash<frontdesk::Id<Tag>> {
  std::size_t operator()(frontdesk::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.raw()); }
};
