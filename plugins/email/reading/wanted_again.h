// Mails that somebody wants read again (frontdesk/sdk/read_again.h), one after the other and before anything new.
//
// One of them may be what the process dies of, once more. Then it is handed in unread at once, and the others wait for
// a while, so that reading again never brings the channel as many deaths as end it for an hour. Lifecycle: from open to
// close of the channel, so that nothing is read twice when reading begins anew. Thread rule: one thread, the one that
// reads.
#pragma once

#include <frontdesk/sdk/services.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "net/waiting.h"
#include "plugin/mail_item.h"
#include "reading/reading_mark.h"

namespace frontdesk::email {

class WantedAgain {
 public:
  /// `crashes`: OpenRequest::crashes of this process.
  WantedAgain(const sdk::Services& services, std::uint32_t crashes);

  /// The source key of the mail that is to be read now.
  [[nodiscard]] std::optional<std::string> next() const;
  /// The desk has its answer for what next() gave.
  void answered();
  /// When the next one may be read; nullopt: none waits.
  [[nodiscard]] std::optional<net::SteadyClock::time_point> waits_until() const;

  /// How the mark calls a mail that is read again (reading_mark.h).
  static std::string mark_of(std::string_view source_key) {
    return std::string(ReadingMark::kAgain).append(source_key);
  }
  /// The answer for a mail that is not at its place any more.
  static RawMail not_there(std::string source_key);

 private:
  std::deque<std::string> keys_;
  net::SteadyClock::time_point not_before_;  ///< of what is behind the one that the process died of
  bool first_died_ = false;
};

}  // namespace frontdesk::email
