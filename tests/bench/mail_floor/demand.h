// A floor that cannot go on ends: there is nobody to handle its errors.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace frontdesk::mail_floor {

inline void demand(bool done, const char* what) {
  if (done) return;
  std::fprintf(stderr, "mail floor: %s\n", what);
  std::exit(1);
}

}  // namespace frontdesk::mail_floor
