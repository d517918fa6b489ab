#include "channels/config_schema.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <re2/re2.h>

#include "base/text.h"

namespace frontdesk::channels {
namespace {

constexpr int kMaxSections = 2;  // the form itself and one level of sections
constexpr std::size_t kMaxText = 64U << 10;
constexpr std::size_t kMaxListItems = 256;

std::string joined(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

bool matches_pattern(const std::string& pattern, std::string_view text) {
  RE2::Options options;
  options.set_max_mem(1 << 20);
  options.set_log_errors(false);
  const RE2 compiled(pattern, options);
  return compiled.ok() && RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), compiled);
}

bool is_hostname(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  return std::ranges::all_of(text::split(text, '.'), [](std::string_view label) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    return std::ranges::all_of(label, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
             static_cast<unsigned char>(c) >= 0x80;
    });
  });
}

bool has_format(std::string_view format, std::string_view text) {
  if (format == "hostname") {
    const bool is_ipv6 = text.find(':') != text.npos && text.find_first_not_of("0123456789abcdefABCDEF:.") == text.npos;
    return is_hostname(text) || is_ipv6;
  }
  if (format == "email") {
    const std::size_t at = text.rfind('@');
    return at != text.npos && at > 0 && is_hostname(text.substr(at + 1)) && text.find_first_of(" \t\r\n") == text.npos;
  }
  if (format == "uri") return text.find("://") != text.npos && text.find_first_of(" \t\r\n") == text.npos;
  return true;  // formats that only guide the form
}

class Checker {
 public:
  explicit Checker(CheckedValue& result) : result_(result) {}

  json::Value object(const json::Value& schema, const json::Value& value, const std::string& path, int depth) {
    json::Value out{json::Object{}};
    if (depth > kMaxSections) {
      error(path, "the schema is nested too deeply");
      return out;
    }
    if (!value.is_null() && !value.is_object()) error(path, "must be an object");
    const json::Value* branch = chosen_branch(schema, value, path);
    const std::vector<const json::Value*> parts =
        branch == nullptr ? std::vector{&schema} : std::vector{&schema, branch};
    for (const json::Value* part : parts) {
      for (const auto& [key, property] : part->get("properties").members()) {
        json::Value checked = member(property, value.get(key), is_required(parts, key), joined(path, key), depth);
        if (!checked.is_null()) out.set(key, std::move(checked));
      }
    }
    for (const auto& [key, ignored] : value.members()) {
      const bool known = std::ranges::any_of(
          parts, [&, name = key](const json::Value* part) { return part->get("properties").find(name); });
      if (!known) error(joined(path, key), "is not a known setting");
    }
    return out;
  }

 private:
  static bool is_required(const std::vector<const json::Value*>& parts, std::string_view key) {
    return std::ranges::any_of(parts, [&](const json::Value* part) {
      return std::ranges::any_of(part->get("required").items(),
                                 [&](const json::Value& name) { return name.as_string() == key; });
    });
  }

  void error(const std::string& path, std::string_view what) {
    result_.errors.push_back((path.empty() ? "configuration" : path) + ": " + std::string(what));
  }

  /// The branch whose const the value names; the first one when the value names none.
  const json::Value* chosen_branch(const json::Value& schema, const json::Value& value, const std::string& path) {
    const json::Array& branches = schema.get("oneOf").items();
    if (branches.empty()) return nullptr;
    std::string discriminator;
    for (const json::Value& branch : branches) {
      for (const auto& [key, property] : branch.get("properties").members()) {
        const json::Value* wanted = property.find("const");
        if (wanted == nullptr) continue;
        discriminator = key;
        if (value.get(key) == *wanted) return &branch;
      }
    }
    if (value.get(discriminator).is_null()) return &branches.front();
    error(joined(path, discriminator), "is not one of the choices");
    return &branches.front();
  }

  json::Value member(const json::Value& property, const json::Value& given, bool required, const std::string& path,
                     int depth) {
    if (property.get("x-fd-secret").as_bool()) return secret(property, given, required, path);
    if (const json::Value* wanted = property.find("const")) return *wanted;
    const bool is_section = property.get("type").as_string() == "object" || property.find("oneOf") != nullptr;
    if (is_section)
      return given.is_null() && !required ? left_out_section(property, path, depth)
                                          : object(property, given, path, depth + 1);
    if (given.is_null()) {
      const json::Value& fallback = property.get("default");
      if (fallback.is_null() && required) error(path, "is missing");
      return fallback;
    }
    if (property.get("type").as_string() == "array") return list(property, given, path);
    scalar(property, given, path);
    return given;
  }

  /// An optional section that was not given: its defaults, or nothing when they do not suffice.
  json::Value left_out_section(const json::Value& property, const std::string& path, int depth) {
    const std::size_t errors_before = result_.errors.size();
    json::Value section = object(property, {}, path, depth + 1);
    if (result_.errors.size() == errors_before) return section;
    result_.errors.resize(errors_before);
    return {};
  }

  json::Value secret(const json::Value& property, const json::Value& given, bool required, const std::string& path) {
    result_.secret_paths.push_back(path);
    const bool keeps = given.is_object() && given.get("set").as_bool();
    if (given.is_string() && !given.as_string().empty()) scalar(property, given, path);
    const bool missing =
        given.is_null() || (given.is_object() && !keeps) || (given.is_string() && given.as_string().empty());
    if (missing && required) error(path, "is missing");
    if (!missing && !given.is_string() && !keeps) error(path, "must be a text");
    return missing ? json::Value() : given;
  }

  json::Value list(const json::Value& property, const json::Value& given, const std::string& path) {
    if (!given.is_array()) {
      error(path, "must be a list");
      return {};
    }
    const std::int64_t most = property.get("maxItems").as_int(kMaxListItems);
    const auto count = static_cast<std::int64_t>(given.items().size());
    if (count > most) error(path, "has more than " + std::to_string(most) + " entries");
    if (count < property.get("minItems").as_int(0)) error(path, "has too few entries");
    for (const json::Value& item : given.items()) {
      if (!scalar(property.get("items"), item, path)) return {};
    }
    return given;
  }

  bool scalar(const json::Value& property, const json::Value& given, const std::string& path) {
    const std::size_t errors_before = result_.errors.size();
    const std::string_view type = property.get("type").as_string("string");
    if (type == "string") {
      text(property, given, path);
    } else if (type == "boolean") {
      if (!given.is_bool()) error(path, "must be true or false");
    } else if (type == "integer" || type == "number") {
      number(property, given, path, type == "integer");
    } else {
      error(path, "has a type that the schema may not use");
    }
    const json::Array& choices = property.get("enum").items();
    if (!choices.empty() && std::ranges::find(choices, given) == choices.end())
      error(path, "is not one of the choices");
    return result_.errors.size() == errors_before;
  }

  void text(const json::Value& property, const json::Value& given, const std::string& path) {
    if (!given.is_string()) return error(path, "must be a text");
    const std::string_view value = given.as_string();
    const auto length = static_cast<std::int64_t>(text::length(value));
    if (value.size() > kMaxText || length > property.get("maxLength").as_int(kMaxText)) error(path, "is too long");
    if (length < property.get("minLength").as_int(0)) error(path, length == 0 ? "is missing" : "is too short");
    const std::string pattern(property.get("pattern").as_string());
    if (!pattern.empty() && !matches_pattern(pattern, value)) error(path, "does not have the expected form");
    if (!value.empty() && !has_format(property.get("format").as_string(), value)) {
      error(path, "is not a valid " + std::string(property.get("format").as_string()));
    }
  }

  void number(const json::Value& property, const json::Value& given, const std::string& path, bool whole) {
    if (!given.is_number() || (whole && !given.is_int()))
      return error(path, whole ? "must be a whole number" : "must be a number");
    const double value = given.as_double(static_cast<double>(given.as_int()));
    const json::Value& least = property.get("minimum");
    const json::Value& most = property.get("maximum");
    if (least.is_number() && value < least.as_double()) error(path, "must be at least " + json::serialize(least));
    if (most.is_number() && value > most.as_double()) error(path, "must be at most " + json::serialize(most));
  }

  CheckedValue& result_;
};

json::Value replaced(const json::Value& value, const std::string& path, const std::vector<std::string>& secret_paths,
                     const std::vector<std::string>& set_paths) {
  json::Value out{json::Object{}};
  for (const auto& [key, inner] : value.members()) {
    const std::string inner_path = joined(path, key);
    if (std::ranges::find(secret_paths, inner_path) != secret_paths.end()) continue;
    out.set(key, inner.is_object() ? replaced(inner, inner_path, secret_paths, set_paths) : inner);
  }
  for (const std::string& secret : set_paths) {
    const std::size_t dot = secret.rfind('.');
    const std::string parent = dot == secret.npos ? std::string() : secret.substr(0, dot);
    if (parent == path) out.set(dot == secret.npos ? secret : secret.substr(dot + 1), "secret:" + secret);
  }
  return out;
}

}  // namespace

CheckedValue check_against_schema(const json::Value& schema, const json::Value& config) {
  CheckedValue result;
  result.config = Checker(result).object(schema, config, {}, 1);
  return result;
}

json::Value with_secret_references(const json::Value& config, const std::vector<std::string>& secret_paths,
                                   const std::vector<std::string>& set_paths) {
  return replaced(config, {}, secret_paths, set_paths);
}

}  // namespace frontdesk::channels
