#include "app/machine/site_probe.h"

#include <utility>

#include "app/configuration/check.h"
#include "app/machine/look.h"

namespace frontdesk::app {

void SiteProbe::refresh() {
  std::vector<std::string> mistakes;
  if (!config_.file.empty()) mistakes = check_configuration(config_.file).mistakes;
  const desk::SizeFacts sizes = look_at_sizes(config_);
  const std::lock_guard lock(mutex_);
  mistakes_ = std::move(mistakes);
  sizes_ = sizes;
  is_refreshed_ = true;
}

void SiteProbe::look(desk::Facts& facts) const {
  facts.room = look_at_room(config_);
  facts.key_files = look_at_key_files(config_);
  facts.certificates = look_at_certificates(config_);
  facts.duties = duties_();
  const std::lock_guard lock(mutex_);
  if (!is_refreshed_) return;
  facts.configuration_mistakes = mistakes_;
  facts.sizes = sizes_;
}

}  // namespace frontdesk::app
