#include "channels/host_users.h"

#include <array>
#include <string>

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace frontdesk::channels {
namespace {

bool may(unsigned capability) {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> held{};
  if (::syscall(SYS_capget, &header, held.data()) != 0) return false;
  const bool is_held = ((held.at(capability / 32).effective >> (capability % 32)) & 1U) != 0;
  // Programs that root starts keep what root has; others keep what is ambient.
  return is_held && (::geteuid() == 0 || ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, capability, 0, 0) == 1);
}

}  // namespace

HostUsers::Lease& HostUsers::Lease::operator=(Lease&& other) noexcept {
  if (this == &other) return *this;
  give_back();
  owner_ = std::exchange(other.owner_, nullptr);
  number_ = other.number_;
  return *this;
}

void HostUsers::Lease::give_back() {
  if (owner_ != nullptr) owner_->used_.erase(number_);
  owner_ = nullptr;
}

Result<HostUsers::Lease> HostUsers::take() {
  if (!range_) return Lease();
  const std::uint64_t count = std::uint64_t{range_->last} - range_->first + 1;
  if (used_.size() >= count) {
    return Error{ErrorCode::kUnavailable, "all " + std::to_string(count) +
                                              " numbers of plugins.host_users are in use; each channel and each "
                                              "connection test needs one"};
  }
  while (used_.contains(next_)) next_ = next_ == range_->last ? range_->first : next_ + 1;
  const std::uint32_t number = next_;
  next_ = number == range_->last ? range_->first : number + 1;
  used_.insert(number);
  return Lease(*this, number);
}

Result<void> HostUsers::check_privileges() {
  struct Needed {
    unsigned capability;
    const char* name;
  };
  for (const Needed one :
       {Needed{CAP_SETUID, "CAP_SETUID"}, Needed{CAP_SETGID, "CAP_SETGID"}, Needed{CAP_KILL, "CAP_KILL"}}) {
    if (may(one.capability)) continue;
    return Error{
        ErrorCode::kForbidden,
        std::string("plugins.host_users asks for plugin hosts with users of their own, but the daemon has no ") +
            one.name + " that it could pass on (AmbientCapabilities= of its service); add it, or take the setting out"};
  }
  return {};
}

}  // namespace frontdesk::channels
