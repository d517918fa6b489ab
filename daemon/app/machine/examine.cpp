#include "app/machine/examine.h"

#include <utility>

#include "app/configuration/check.h"
#include "app/control/unix_socket.h"
#include "app/machine/look.h"
#include "base/time.h"
#include "desk/machine/check_view.h"
#include "desk/shop_zone.h"

namespace frontdesk::app {

void examine_from_outside(const std::string& file, std::string_view language,
                          const std::function<void(const json::Value&)>& row) {
  desk::Facts facts;
  facts.now = SystemClock().now();
  const ConfigurationCheck check = check_configuration(file);
  facts.configuration_mistakes = check.mistakes;
  // With a mistake in it nobody knows where the data lie.
  if (check.mistakes.empty()) {
    const SiteConfig& config = check.config;
    facts.silent_socket = UnixSocket::connect(config.socket) ? std::string() : config.socket;
    facts.database = look_at_database(config);
    facts.room = look_at_room(config);
    facts.sizes = look_at_sizes(config);
    facts.key_files = look_at_key_files(config);
    facts.certificates = look_at_certificates(config);
    facts.zone = desk::ZoneFacts{desk::kDefaultZone, is_known_zone(desk::kDefaultZone)};
  }
  for (const desk::Examined& examined : desk::examine(facts))
    row(desk::check_json(examined, language, desk::Audience::kOperator));
}

}  // namespace frontdesk::app
