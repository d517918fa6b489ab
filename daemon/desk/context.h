// Context: what every use case of the desk works with; made once by the app room and passed by reference.
#pragma once

#include <memory>

#include "base/id.h"
#include "base/random.h"
#include "base/time.h"
#include "desk/shop_zone.h"
#include "domain/profile/snapshot.h"

namespace frontdesk::storage {
class Store;
}
namespace frontdesk::privacy {
class KeyRing;
class Masker;
class Vault;
}  // namespace frontdesk::privacy
namespace frontdesk::audit {
class Trail;
}

namespace frontdesk::desk {

class EventFeed;

struct Context {
  storage::Store& store;
  privacy::Vault& vault;
  privacy::KeyRing& keys;
  const privacy::Masker& masker;
  audit::Trail& trail;
  EventFeed& events;
  IdSource& ids;
  const Clock& clock;
  RandomSource& random;
  std::shared_ptr<const domain::Profile> profile;
  ShopZone zone{};
};

}  // namespace frontdesk::desk
