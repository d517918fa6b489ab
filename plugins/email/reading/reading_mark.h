// Which mail is being read, written down before it is touched: a mail that kills the process or breaks the connection
// again and again is recognised, and the mailbox goes on behind it.
//
// Only what the mail itself may have done counts against it: the process died of a signal of its own or hung while the
// mail was begun (the daemon counts such ends), or the connection broke while just this mail was asked for. A daemon, a
// machine or a process that somebody else ended says nothing about the mail. Thread rule: one thread, the one that
// reads.
#pragma once

#include <frontdesk/sdk/services.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::email {

/// What is still tried with a mail.
enum class Care {
  kNormal,      ///< fetch and parse
  kLastTry,     ///< the same; when the server refuses now, it is given up
  kKeepUnread,  ///< fetch, but do not let the parser see it
  kGiveUp,      ///< do not even fetch it
};

class ReadingMark {
 public:
  /// `crashes`: OpenRequest::crashes of this process.
  ReadingMark(const sdk::Services& services, std::uint32_t crashes);

  /// Notes that the mail `key` is begun. Durable with the commit that must follow before the mail is touched. After one
  /// death less than `most_deaths` it is kept from the parser.
  Care begin(std::string_view key, std::int64_t most_deaths = kMostDeaths);
  /// What was begun when the last process died of itself.
  [[nodiscard]] std::optional<std::string> died_at() const { return died_ ? std::optional(key_) : std::nullopt; }
  /// The server broke off or refused while this mail was asked for.
  void failed();

  static constexpr std::int64_t kMostDeaths = 3;
  /// Of a mail that is read again: it has ended processes before.
  static constexpr std::int64_t kMostDeathsAgain = 2;
  /// Such a mail's key begins so; every request counts anew, from the process that it starts.
  static constexpr std::string_view kAgain = "again:";

 private:
  void write() const;

  const sdk::Services& services_;
  const std::uint32_t crashes_;
  std::string key_;
  bool died_ = false;  ///< a process died since the mail was begun
  std::int64_t deaths_ = 0;
  std::int64_t failures_ = 0;
};

}  // namespace frontdesk::email
