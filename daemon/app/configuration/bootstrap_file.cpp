#include "app/configuration/bootstrap_file.h"

#include <sys/stat.h>

#include <charconv>
#include <utility>

#include "app/configuration/yaml_reader.h"
#include "desk/shop_zone.h"

namespace frontdesk::app {
namespace {

/// What the text means in JSON: quoted words stay words, plain ones may be flags and whole numbers.
json::Value value_of(const YamlNode& node) {
  if (node.is_map()) {
    json::Value object{json::Object{}};
    for (const auto& [key, member] : node.members()) object.set(key, value_of(member));
    return object;
  }
  if (node.is_list()) {
    json::Value list{json::Array{}};
    for (const YamlNode& item : node.items()) list.push(value_of(item));
    return list;
  }
  const std::string text = node.text();
  if (!node.is_plain()) return text;
  if (text == "true" || text == "false") return text == "true";
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size()) return number;
  return text;
}

/// Where the file says what the set-up refuses.
/// Where the file has what the set-up's form calls so.
std::string place_of(const std::string& field) {
  return (field == "company" || field == "time_zone" ? "shop." : "administrator.") + field;
}

class Filler {
 public:
  explicit Filler(BootstrapReading& reading) : reading_(reading), first_(reading.bootstrap.first) {
    first_.time_zone = desk::kDefaultZone;
  }

  void fill(const YamlNode& root) {
    for (const auto& [key, node] : root.members()) {
      if (key == "shop")
        each_member(key, node, [&](const std::string& name, const YamlNode& value) { return take_shop(name, value); });
      else if (key == "administrator")
        each_member(key, node,
                    [&](const std::string& name, const YamlNode& value) { return take_person(name, value); });
      else if (key == "channels")
        fill_channels(node);
      else
        mistake(node.line(), key, "unknown key");
    }
    if (!reading_.mistakes.empty()) return;
    for (const desk::FieldFault& fault : desk::AccountService::set_up_faults(first_))
      mistake(0, place_of(fault.field), fault.message);
  }

 private:
  bool take_shop(const std::string& name, const YamlNode& value) {
    return take_text(name, "company", value, first_.company) || take_text(name, "time_zone", value, first_.time_zone);
  }

  bool take_person(const std::string& name, const YamlNode& value) {
    if (name == "password") {
      first_.user.password = Secret(value.text());
      return true;
    }
    if (name == "also_answers") {
      const std::string word = value.text();
      first_.also_answers = word != "false";
      if (word != "true" && word != "false")
        mistake(value.line(), "administrator.also_answers", "must be true or false");
      return true;
    }
    return take_text(name, "name", value, first_.user.name) ||
           take_text(name, "display_name", value, first_.user.display_name) ||
           take_text(name, "language", value, first_.user.language);
  }

  void fill_channels(const YamlNode& list) {
    if (!list.is_list()) return mistake(list.line(), "channels", "must be a list");
    for (const YamlNode& item : list.items()) {
      BootstrapChannel channel;
      each_member("channels", item, [&](const std::string& name, const YamlNode& value) {
        if (name == "config") channel.config = value_of(value);
        return name == "config" || take_text(name, "plugin", value, channel.plugin) ||
               take_text(name, "name", value, channel.name);
      });
      if (channel.plugin.empty() || channel.name.empty() || !channel.config.is_object())
        mistake(item.line(), "channels", "a channel needs plugin, name and config");
      reading_.bootstrap.channels.push_back(std::move(channel));
    }
  }

  template <class Take>
  void each_member(const std::string& path, const YamlNode& node, Take take) {
    if (!node.is_map()) return mistake(node.line(), path, "must be a group of keys");
    for (const auto& [name, value] : node.members()) {
      if (!take(name, value)) mistake(value.line(), path + "." + name, "unknown key");
    }
  }

  static bool take_text(const std::string& name, const char* expected, const YamlNode& value, std::string& into) {
    if (name != expected) return false;
    into = value.text();
    return true;
  }

  void mistake(int line, std::string key, std::string text) {
    reading_.mistakes.push_back({line, std::move(key), std::move(text)});
  }

  BootstrapReading& reading_;
  desk::SetupRequest& first_;
};

}  // namespace

BootstrapReading read_bootstrap(const std::string& file) {
  BootstrapReading reading;
  struct stat there {};
  reading.is_there = ::stat(file.c_str(), &there) == 0;
  if (!reading.is_there) return reading;
  if ((there.st_mode & S_IRWXO) != 0) {
    reading.mistakes.push_back({0, "", "everybody may read it, and it holds secrets: chmod o= it"});
    return reading;
  }
  YamlFile yaml = read_yaml(file);
  reading.mistakes = std::move(yaml.mistakes);
  if (yaml.root) Filler(reading).fill(*yaml.root);
  return reading;
}

}  // namespace frontdesk::app
