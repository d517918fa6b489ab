// SignInThrottle: guessing is slow, and nobody is ever locked out by somebody else (ASVS 6.1.1, 6.3.1).
//
// Only failures count. After 5 of one account from one address, each further try has to wait: 1 s, 2 s, 4 s … at most
// 15 min. After 20 failures of one account from anywhere, at most 30 s: a flood from many addresses slows guessing
// down. After 20 failures of one address within a minute, for whatever accounts, it waits for the end of the minute.
// Who has signed in to the account from an address waits for its own failures only, so a flood never keeps the owner
// out of the usual place; and a browser that has signed in to the account before (known_device.h) waits for none but
// the failures of that browser, also where an outsider shares its address. Failures are forgotten after 15 quiet
// minutes. An address is what client_network() makes of it. Memory is bounded. Thread rule: any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/time.h"

namespace frontdesk::desk {

class SignInThrottle {
 public:
  explicit SignInThrottle(const Clock& clock) : clock_(clock) {}

  /// Who tries to sign in to what.
  struct Try {
    std::string_view account;
    const std::string& address;
    std::string_view device{};  ///< names a browser that is known to the account; empty: none
  };

  /// How long this try has to wait; zero: it may go ahead.
  Duration admit(const Try& from);
  void failed(const Try& from);
  void succeeded(const Try& from);

 private:
  struct Record {
    int failures = 0;
    Duration blocked_until{0};
    Duration touched{0};
  };
  struct Window {
    Duration began{0};
    int failures = 0;
  };

  void make_room(Duration now);
  void add_failure(const std::string& key, int free_tries, Duration longest, Duration now);

  const Clock& clock_;
  std::mutex mutex_;  // guards the maps
  std::unordered_map<std::string, Record> records_;
  std::unordered_map<std::string, Window> windows_;
  std::unordered_set<std::string> known_;  ///< account and network of earlier successes
};

}  // namespace frontdesk::desk
