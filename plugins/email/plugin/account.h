// Signed-in sessions with the account's servers, whatever way the account signs in.
// Thread rule: any thread; a session belongs to the thread that opened it.
#pragma once

#include <frontdesk/sdk/services.h>

#include <memory>
#include <string>

#include "imap/session.h"
#include "net/connection.h"
#include "oauth/token_source.h"
#include "plugin/settings.h"
#include "pop3/session.h"
#include "smtp/session.h"

namespace frontdesk::email {

/// How far opening a session came; the connection test shows each as a step.
enum class Stage { kDns, kTcp, kTls, kLogin };

class Account {
 public:
  /// `bounds`: how long its sessions wait; their cancel_fd is the one of each call.
  Account(Settings settings, const sdk::Services& services, const net::Waiting& bounds = {});

  /// `cancel_fd` ends every wait; `stage` (may be null) follows the progress.
  net::Outcome<imap::Session> open_imap(int cancel_fd, Stage* stage = nullptr);
  net::Outcome<pop3::Session> open_pop3(int cancel_fd, Stage* stage = nullptr);
  /// `until` bounds everything in the session.
  net::Outcome<smtp::Session> open_smtp(int cancel_fd, Stage* stage = nullptr,
                                        net::SteadyClock::time_point until = net::SteadyClock::time_point::max());

  [[nodiscard]] const Settings& settings() const { return settings_; }

 private:
  [[nodiscard]] net::Waiting waiting(int cancel_fd) const;
  static net::Outcome<net::Connection> connect(const net::Endpoint& endpoint, const net::Waiting& bounds, Stage& stage);
  net::Outcome<net::Credentials> credentials(const ServerSettings& server, int cancel_fd);
  /// A refused token is forgotten: it may have been revoked before its time, and the next attempt fetches a new one.
  template <class Session>
  net::Outcome<void> sign_in(Session& session, const ServerSettings& server, int cancel_fd);

  Settings settings_;
  const sdk::Services& services_;
  const net::Waiting bounds_;
  std::unique_ptr<oauth::TokenSource> tokens_;
};

/// What the host shall do about a failure, with a stable code and an English text.
sdk::Error to_error(const net::Failure& failure);

}  // namespace frontdesk::email
