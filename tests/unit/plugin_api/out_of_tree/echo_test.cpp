// A unit test as an author writes it: no daemon, no host process, a few lines.
#include <frontdesk/json.h>
#include <frontdesk/testing/fake_host.h>

#include "echo.h"

int main() {
  frontdesk::fake::FakeHost host;
  Echo channel(host.services());
  const bool opened = channel.open({"i1", "{}", host.cursor()}).ok();
  const bool polled = channel.poll({host.cursor()}).ok();
  const bool read = frontdesk::json::parse(R"({"n":1})").value->get("n").as_int() == 1;
  return opened && polled && read && host.items().size() == 1 && host.cursor() == "1" ? 0 : 1;
}
