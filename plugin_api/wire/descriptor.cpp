#include "wire/descriptor.h"

#include <unistd.h>

namespace frontdesk::wire {

void Descriptor::reset(int owned) {
  if (owned_ >= 0) ::close(owned_);
  owned_ = owned;
}

}  // namespace frontdesk::wire
