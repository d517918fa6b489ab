#include "app/configuration/profile_file.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "app/configuration/yaml_reader.h"
#include "base/text.h"
#include "domain/access/narrowing.h"
#include "domain/profile/words.h"

namespace frontdesk::app {
namespace {

constexpr std::size_t kMostWords = 2000;

/// "15 min", "2 h", "3 d": a whole number and a unit.
std::optional<Duration> parse_duration(const std::string& text) {
  long count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || count <= 0 || count > 100'000) return std::nullopt;
  const std::string_view unit =
      text::trim(std::string_view(end, static_cast<std::size_t>(text.data() + text.size() - end)));
  if (unit == "min") return std::chrono::minutes(count);
  if (unit == "h") return std::chrono::hours(count);
  if (unit == "d") return std::chrono::hours(24 * count);
  return std::nullopt;
}

class Filler {
 public:
  explicit Filler(ProfileReading& reading) : reading_(reading), profile_(reading.profile) {}

  void fill(const YamlNode& root) {
    for (const auto& [key, node] : root.members()) {
      if (key == "name")
        take_text(key, node, profile_.name);
      else if (key == "numbers")
        fill_numbers(node);
      else if (key == "types")
        fill_types(node);
      else if (key == "clocks")
        fill_clocks(node);
      else if (key == "roles")
        fill_roles(node);
      else if (key == "teams")
        fill_teams(node);
      else if (key == "default_type")
        take_default_type(node);
      else
        mistake(key, node, "unknown key");
    }
    profile_.access = std::make_shared<const domain::AccessRules>(std::move(access_));
  }

 private:
  void fill_numbers(const YamlNode& numbers) {
    if (!expect_map("numbers", numbers)) return;
    for (const auto& [key, node] : numbers.members()) {
      if (key == "ticket")
        take_text("numbers.ticket", node, profile_.number_prefix);
      else if (key == "customer")
        take_text("numbers.customer", node, profile_.customer_prefix);
      else
        mistake("numbers." + key, node, "unknown key");
    }
  }

  void take_default_type(const YamlNode& node) {
    if (const auto type = domain::parse_ticket_type(node.text()))
      profile_.default_type = *type;
    else
      mistake("default_type", node, "is not a ticket type");
  }

  void fill_types(const YamlNode& types) {
    if (!expect_map("types", types)) return;
    for (const auto& [word, node] : types.members()) {
      const auto type = domain::parse_ticket_type(word);
      if (!type) {
        mistake("types." + word, node, "is not a ticket type");
        continue;
      }
      if (!expect_map("types." + word, node)) continue;
      for (const auto& [key, value] : node.members()) fill_type("types." + word + "." + key, key, value, *type);
    }
  }

  void fill_type(const std::string& path, const std::string& key, const YamlNode& value, domain::TicketType type) {
    if (key == "priority") {
      if (const auto priority = domain::parse_priority(value.text()))
        profile_.default_priority[type] = *priority;
      else
        mistake(path, value, "must be P1, P2 or P3");
    } else if (key == "words") {
      if (!value.is_list()) return mistake(path, value, "must be a list of words");
      domain::ClassificationRule rule{type, {}};
      for (const YamlNode& item : value.items()) {
        if (!item.is_scalar()) mistake(path, item, "must be a word");
        if (rule.words.size() < kMostWords && !item.text().empty()) rule.words.push_back(text::fold(item.text()));
      }
      profile_.classification.push_back(std::move(rule));
    } else if (key == "at_most") {
      if (!expect_map(path, value)) return;
      for (const auto& [clock, limit] : value.members()) {
        const auto kind = domain::parse_clock_kind(clock);
        const auto duration = parse_duration(limit.text());
        if (kind && duration)
          profile_.type_caps[{*kind, type}] = *duration;
        else
          mistake(path + "." + clock, limit, "must be a clock with a duration such as 15 min, 4 h or 3 d");
      }
    } else {
      mistake(path, value, "unknown key");
    }
  }

  void fill_clocks(const YamlNode& clocks) {
    if (!expect_map("clocks", clocks)) return;
    for (const auto& [clock, node] : clocks.members()) {
      const auto kind = domain::parse_clock_kind(clock);
      if (!kind) {
        mistake("clocks." + clock, node, "is not a clock");
        continue;
      }
      if (!expect_map("clocks." + clock, node)) continue;
      for (const auto& [word, limit] : node.members()) {
        const auto priority = domain::parse_priority(word);
        const auto duration = parse_duration(limit.text());
        if (priority && duration)
          profile_.limits[{*kind, *priority}] = *duration;
        else
          mistake("clocks." + clock + "." + word, limit,
                  "must be a priority with a duration such as 15 min, 4 h or 3 d");
      }
    }
  }

  /// The file's roles replace the compiled ones as a whole: a right that is not written is not given.
  void fill_roles(const YamlNode& roles) {
    if (!expect_map("roles", roles)) return;
    access_.roles.clear();
    for (const auto& [word, node] : roles.members()) {
      const auto role = domain::parse_role(word);
      if (!role) {
        mistake("roles." + word, node, "is not a role");
        continue;
      }
      if (!expect_map("roles." + word, node)) continue;
      for (const auto& [right_word, scope_node] : node.members()) {
        const auto right = domain::parse_right(right_word);
        const auto scope = domain::parse_scope(scope_node.text());
        const std::string path = "roles." + word + "." + right_word;
        if (!right) {
          mistake(path, scope_node, "is not a right");
        } else if (!scope || *scope == domain::Scope::kNone) {
          mistake(path, scope_node, "must be own, team or all");
        } else if (*scope != domain::Scope::kAll && !domain::may_be_narrowed(*right)) {
          mistake(path, scope_node, "reaches all or nothing: write all, or leave the right out");
        } else {
          access_.roles[*role].give(*right, *scope);
        }
      }
    }
    const bool has_administrator = std::ranges::any_of(access_.roles, [](const auto& role) {
      return role.second.of(domain::Right::kRunUsers) != domain::Scope::kNone;
    });
    if (!has_administrator) mistake("roles", roles, "one of them must have the right run_users");
  }

  void fill_teams(const YamlNode& teams) {
    if (!expect_map("teams", teams)) return;
    for (const auto& [word, node] : teams.members()) {
      if (!node.is_list()) {
        mistake("teams." + word, node, "must be a list of sign-in names");
        continue;
      }
      for (const YamlNode& name : node.items()) {
        if (!name.is_scalar() || name.text().empty())
          mistake("teams." + word, name, "must be a sign-in name");
        else
          access_.teams[word].push_back(name.text());
      }
    }
  }

  bool expect_map(const std::string& path, const YamlNode& node) {
    if (node.is_map()) return true;
    mistake(path, node, "must be a group of keys");
    return false;
  }

  void take_text(const std::string& path, const YamlNode& node, std::string& into) {
    if (!node.is_scalar() || node.text().empty()) return mistake(path, node, "must be text");
    into = node.text();
  }

  void mistake(const std::string& path, const YamlNode& node, std::string text) {
    reading_.mistakes.push_back({node.line(), path, std::move(text)});
  }

  ProfileReading& reading_;
  domain::AccessRules access_ = *domain::default_access();
  domain::Profile& profile_;
};

}  // namespace

ProfileReading read_profile(const std::string& file) {
  ProfileReading reading;
  YamlFile yaml = read_yaml(file);
  reading.mistakes = std::move(yaml.mistakes);
  if (yaml.root) Filler(reading).fill(*yaml.root);
  reading.profile.version = reading.profile.name + "@" + yaml.digest.substr(0, 16);
  return reading;
}

}  // namespace frontdesk::app
