// The simplest mask that hides anything: of every run of seven digits and more each digit becomes a star.
#pragma once

#include <string>

namespace frontdesk::mail_floor {

inline void mask_numbers(std::string& text) {
  constexpr std::size_t kLeast = 7;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end - at >= kLeast) text.replace(at, end - at, end - at, '*');
    at = end + 1;
  }
}

}  // namespace frontdesk::mail_floor
