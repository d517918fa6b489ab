#include "app/bootstrap.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/configuration/bootstrap_file.h"
#include "base/log.h"
#include "desk/account/service.h"
#include "desk/channel/query.h"
#include "desk/channel/service.h"

namespace frontdesk::app {

Result<void> set_up_from_file(const std::string& file, desk::Desk& desk) {
  if (!desk.accounts.needs_setup()) {
    // Not read any more: a mistake in it must not keep a working desk from starting.
    if (std::error_code error; std::filesystem::exists(file, error))
      log_warning("the bootstrap file has done its work; delete it, it holds secrets", {{"file", file}});
    return {};
  }
  BootstrapReading reading = read_bootstrap(file);
  if (!reading.is_there) return {};
  if (!reading.mistakes.empty()) return Error{ErrorCode::kInvalid, to_text(file, reading.mistakes.front())};
  auto there = desk.channel_query.list();
  if (!there) return std::move(there).error();
  for (const BootstrapChannel& channel : reading.bootstrap.channels) {
    if (std::ranges::find(*there, channel.name, &desk::ChannelView::name) != there->end()) continue;
    auto added = desk.channels.add(desk::Actor::command_line(), channel.plugin, channel.name, channel.config);
    if (!added) return std::move(added).error().context(file + ": channel " + channel.name);
  }
  if (auto done = desk.accounts.set_up_on_machine(std::move(reading.bootstrap.first)); !done)
    return std::move(done).error().context(file);
  log_info("set up as the bootstrap file says; delete it, it holds secrets", {{"file", file}});
  return {};
}

}  // namespace frontdesk::app
