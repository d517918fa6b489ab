#include "privacy/log_guard.h"

#include "privacy/masker.h"

namespace frontdesk::privacy {

std::string mask_log_line(std::string_view line) {
  static const Masker kMasker(Profile::kSop);
  return kMasker.mask(line).text.text();
}

}  // namespace frontdesk::privacy
