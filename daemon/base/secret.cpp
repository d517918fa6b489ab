#include "base/secret.h"

#include <cstring>

namespace frontdesk {

void wipe(std::string& text) {
  text.resize(text.capacity());  // also what a longer value left behind
  ::explicit_bzero(text.data(), text.size());
  text.clear();
}

}  // namespace frontdesk
