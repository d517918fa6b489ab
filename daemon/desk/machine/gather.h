// Gathering the facts that the checks judge (facts.h), in a running desk. What cannot be read just now stays unknown.
// Thread rule: any thread but the store's writer.
#pragma once

#include "desk/machine/facts.h"

namespace frontdesk::desk {

struct Desk;

Facts gather_facts(Desk& desk);

}  // namespace frontdesk::desk
