// Services: what the HTTP room calls. References only; the app room makes and owns the objects, which must outlive the
// server.
#pragma once

#include "base/time.h"
#include "desk/use_case/desk.h"

namespace frontdesk::storage {
class Store;
}

namespace frontdesk::api {

struct Services {
  desk::Desk& desk;
  storage::Store& store;
  const Clock& clock;
};

}  // namespace frontdesk::api
