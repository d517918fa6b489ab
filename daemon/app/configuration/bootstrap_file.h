// BootstrapFile: what an unattended installation wants to be set up, read while the desk has nobody who could sign in.
//
//   shop: {company: 演示小店, time_zone: Asia/Shanghai}
//   administrator: {name: owner, display_name: 店主, password: …, language: zh-CN, also_answers: true}
//   channels:
//     - plugin: io.frontdesk.email
//       name: Shop
//       config: {identity: {address: …}, …}     # as the plugin's schema says; secrets included
//
// The file holds secrets, so nobody but its owner and group may have rights to it.
#pragma once

#include <string>
#include <vector>

#include <frontdesk/json.h>

#include "app/configuration/site.h"
#include "desk/account/service.h"

namespace frontdesk::app {

struct BootstrapChannel {
  std::string plugin;
  std::string name;
  json::Value config;
};

struct Bootstrap {
  desk::SetupRequest first;  ///< complete, but for the token
  std::vector<BootstrapChannel> channels;
};

struct BootstrapReading {
  bool is_there = false;
  Bootstrap bootstrap;  ///< meaningful only without mistakes
  std::vector<ConfigMistake> mistakes;
};

/// Never throws. A configuration of a channel is judged later, by its plugin's schema.
BootstrapReading read_bootstrap(const std::string& file);

}  // namespace frontdesk::app
