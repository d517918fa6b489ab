// ShopZone: the time zone of the shop, an IANA name; it decides the day in ticket numbers. A setting that may change
// while the desk runs. Thread rule: any thread.
#pragma once

#include <mutex>
#include <string>
#include <utility>

namespace frontdesk::desk {

inline constexpr char kDefaultZone[] = "Asia/Shanghai";

class ShopZone {
 public:
  [[nodiscard]] std::string name() const {
    const std::lock_guard lock(mutex_);
    return name_;
  }
  void set(std::string name) {
    const std::lock_guard lock(mutex_);
    name_ = std::move(name);
  }

 private:
  mutable std::mutex mutex_;  // guards name_
  std::string name_ = kDefaultZone;
};

}  // namespace frontdesk::desk
