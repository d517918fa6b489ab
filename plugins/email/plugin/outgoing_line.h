// The line to the submission server: one session serves as many mails as come one after the other.
//
// A session that nobody used for a while is ended by a thread of its own, so that no server waits for us. What a kept
// session says before it knows the recipients proves little (it may be too old, or have served too many): the mail then
// gets a new one, once. Thread rule: send and close on one thread at a time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "net/failure.h"
#include "net/waiting.h"
#include "smtp/session.h"

namespace frontdesk::email {

class OutgoingLine {
 public:
  /// Opens a session that waits no longer than `until`.
  using Open = std::function<net::Outcome<smtp::Session>(net::SteadyClock::time_point until)>;

  explicit OutgoingLine(std::chrono::milliseconds idle = std::chrono::seconds(15));
  ~OutgoingLine();
  OutgoingLine(const OutgoingLine&) = delete;
  OutgoingLine& operator=(const OutgoingLine&) = delete;

  /// One mail over the kept session, or over a new one. Fails when none could be opened: nothing was sent.
  net::Outcome<smtp::Delivery> send(const smtp::Envelope& mail, net::SteadyClock::time_point until, const Open& open);
  /// Ends the session.
  void close();

 private:
  smtp::Delivery send_over(smtp::Session session, const smtp::Envelope& mail);
  void keep(smtp::Session session);
  std::optional<smtp::Session> take();
  void end_idle(const std::stop_token& stop);

  const std::chrono::milliseconds idle_;
  std::mutex mutex_;  ///< guards what follows
  std::condition_variable_any changed_;
  std::optional<smtp::Session> kept_;
  net::SteadyClock::time_point until_;  ///< when the kept one is ended
  std::jthread ender_;                  ///< started with the first session that is kept
};

}  // namespace frontdesk::email
