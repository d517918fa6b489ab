// Person: somebody whom a message names beside the one it comes from or answers — who else got it, where else answers
// are wanted, whom a reply of ours goes to. Thread rule: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace frontdesk::desk {

enum class PersonRole : std::uint8_t { kTo, kCc, kBcc, kReplyTo };
std::string_view to_text(PersonRole role);

struct Person {
  PersonRole role = PersonRole::kTo;
  std::string address;
  std::string name;
};

}  // namespace frontdesk::desk
