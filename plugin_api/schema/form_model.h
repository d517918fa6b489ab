// A form schema, parsed. Internal to schema.
#pragma once

#include "schema/form_schema.h"

#include <frontdesk/json.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace re2 {
class RE2;
}

namespace frontdesk::schema {

enum class FieldType { kString, kInteger, kNumber, kBoolean, kArray, kSection };

struct Bounds {
  std::optional<double> minimum;
  std::optional<double> maximum;
  std::optional<double> exclusive_minimum;
  std::optional<double> exclusive_maximum;
  std::optional<double> multiple_of;
};

struct Field {
  std::string name;
  FieldType type = FieldType::kString;
  bool required = false;
  bool secret = false;
  bool free = false;                    ///< may change while secrets are kept
  bool account = false;                 ///< says whose messages the channel carries
  std::optional<json::Value> fallback;  ///< the default
  std::vector<json::Value> choices;     ///< enum, or the one const value
  Bounds bounds;
  std::uint64_t min_size = 0;  ///< characters or items
  std::uint64_t max_size = 0;  ///< 0: the general limit
  bool unique = false;
  std::string format;
  std::shared_ptr<const re2::RE2> pattern;
  json::Object show_if;
  std::shared_ptr<const Field> item;       ///< of an array
  std::shared_ptr<const Section> section;  ///< of a section
};

struct Variant {
  std::string choice;
  std::vector<Field> fields;  ///< without the discriminator
};

/// The form or one section of it.
struct Section {
  std::vector<Field> fields;
  std::string discriminator;  ///< empty: no variants
  std::vector<Variant> variants;
};

inline std::string join_path(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

/// Appends what is wrong with a value of a field that is no section.
void check_value(const Field& field, const json::Value& value, const std::string& path, std::vector<Problem>& problems);

/// Appends what is wrong with a form's x-fd-presets.
void check_presets(const json::Value& presets, const Section& form, std::vector<Problem>& problems);

/// Characters of well-formed UTF-8.
std::uint64_t count_characters(std::string_view text);
/// True for an empty text and for a format that only guides the form.
bool has_format(std::string_view format, std::string_view text);
bool is_known_format(std::string_view format);

}  // namespace frontdesk::schema
