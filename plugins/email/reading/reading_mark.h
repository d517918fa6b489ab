// Which mail is being read, written down before it is touched: a mail that kills the process or breaks the connection
// again and again is recognised, and the mailbox goes on behind it.
//
// Thread rule: one thread, the one that reads.
#pragma once

#include <frontdesk/sdk/services.h>

#include <string>
#include <string_view>

namespace frontdesk::email {

/// How often a mail was begun and never finished decides what is still tried with it.
enum class Care {
  kNormal,      ///< fetch and parse
  kLastTry,     ///< the same; when the server refuses now, it is given up
  kKeepUnread,  ///< fetch, but do not let the parser see it
  kGiveUp,      ///< do not even fetch it
};

class ReadingMark {
 public:
  explicit ReadingMark(const sdk::Services& services);

  /// Notes that the mail `key` is begun. Durable with the commit that must follow before the mail is touched.
  Care begin(std::string_view key);
  /// The attempt was ended by us, not by the mail: it does not count.
  void take_back();

 private:
  void write() const;

  const sdk::Services& services_;
  std::string key_;
  int attempts_ = 0;
};

}  // namespace frontdesk::email
