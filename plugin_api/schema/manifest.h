// manifest.json: what a plugin says of itself, as data, so that nobody runs its code to learn it.
//
//   auto parsed = parse_manifest(text);
//   if (!parsed.manifest) show(parsed.problems);
//   parsed.manifest->form.check(config);
#pragma once

#include "schema/form_schema.h"

#include <frontdesk/json.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::schema {

/// Language tag → text; "en" is always there.
using Translations = std::map<std::string, std::string, std::less<>>;

struct ReceiveModes {
  bool poll = false;
  bool stream = false;
  bool webhook = false;
  bool manual = false;  ///< people enter items by the entry form
};

struct Capabilities {
  bool send = false;
  bool lookup_send = false;
  bool check = false;
  bool fetch_attachment = false;
  bool read_again = false;  ///< reads anew what it told as unreadable: sdk/read_again.h
};

/// 0: the plugin names no limit.
struct ChannelLimits {
  std::uint64_t body_bytes = 0;
  std::uint64_t body_characters = 0;
  std::uint64_t attachment_bytes = 0;
  std::vector<std::string> attachment_types;  ///< MIME types; empty: all
  std::chrono::seconds reply_window{0};       ///< how long after a customer's message an answer is possible
};

struct Manifest {
  std::string id;  ///< reverse DNS, lower case: "io.frontdesk.email"
  std::string version;
  std::uint32_t abi_major = 0;
  std::uint32_t abi_minor = 0;
  Translations name;
  Translations description;
  std::string vendor;
  std::string licence;
  ReceiveModes receive;
  Capabilities capabilities;
  ChannelLimits limits;
  bool send_while_receiving = false;
  std::chrono::seconds poll_default{60};
  std::chrono::seconds poll_minimum{5};
  std::vector<std::string> network_hosts;  ///< "*" = any; what the vendor declares, enforced by nobody yet
  std::vector<std::string> data_classes;
  json::Value config_schema;
  FormSchema form;
  json::Value entry_schema;  ///< null without the manual mode
  std::optional<FormSchema> entry_form;
};

struct ParsedManifest {
  std::optional<Manifest> manifest;
  std::vector<Problem>
      problems;  ///< paths of the manifest; those of the forms start with config_schema or entry_schema
};

/// Lower-case labels joined by dots, at least two.
bool is_plugin_id(std::string_view id);

ParsedManifest parse_manifest(std::string_view text);

}  // namespace frontdesk::schema
