// HostUsers: numbers that plugin hosts have as user and group, so that to the kernel a host is nobody's kin: not the
// daemon's, and not another host's (setting plugins.host_users).
//
// A number belongs to one host at a time. Such a user needs no account. Becoming one needs privileges, which the daemon
// must have and pass on (check_privileges); the host gives them up before it maps the plugin. Thread rule: the
// supervisor thread.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include "base/result.h"
#include "channels/options.h"

namespace frontdesk::channels {

class HostUsers {
 public:
  /// Gives its number back when it ends. Must not outlive its HostUsers.
  class Lease {
   public:
    Lease() = default;  ///< none: the daemon's own user
    Lease(Lease&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)), number_(other.number_) {}
    Lease& operator=(Lease&& other) noexcept;
    ~Lease() { give_back(); }
    [[nodiscard]] std::uint32_t number() const { return owner_ == nullptr ? 0 : number_; }

   private:
    friend class HostUsers;
    Lease(HostUsers& owner, std::uint32_t number) : owner_(&owner), number_(number) {}
    void give_back();

    HostUsers* owner_ = nullptr;
    std::uint32_t number_ = 0;
  };

  explicit HostUsers(const std::optional<UserRange>& range) : range_(range), next_(range ? range->first : 0) {}

  /// An empty lease without a range. A number that was given back comes last. Errors: kUnavailable when all are in use.
  Result<Lease> take();

  /// Whether this process may give its hosts users of their own, and end them afterwards: CAP_SETUID, CAP_SETGID and
  /// CAP_KILL, passed on to programs that it starts. Errors: kForbidden, naming what is missing.
  static Result<void> check_privileges();

 private:
  std::optional<UserRange> range_;
  std::uint32_t next_;
  std::set<std::uint32_t> used_;
};

}  // namespace frontdesk::channels
