// The form profile of JSON Schema 2020-12: what a plugin's config_schema and entry_schema may say, and the
// authoritative check of values against it.
//
// Profile: an object with `properties` and `required`. A property is a string, integer, number or boolean; an `enum` of
// strings or integers; an array of such scalars; or a section: an object of scalars and arrays, one level deep. The
// form and a section may have `oneOf`: variants told apart by one property with a `const` string. Keywords: type,
// title, description, default, enum, const, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf,
// minLength, maxLength (characters), pattern (RE2 syntax), format (uri, hostname, email, date-time), items, minItems,
// maxItems, uniqueItems, additionalProperties (false), and x-fd-secret, x-fd-free, x-fd-account, x-fd-order,
// x-fd-group, x-fd-apply (live, restart), x-fd-show-if (path → value), x-fd-i18n (zh-CN, en: title, help, choices),
// x-fd-oauth. Anything else is refused. The form itself may have x-fd-presets: [{"id": "qq", "x-fd-i18n": {…},
// "values": {"imap.host": "imap.qq.com"}}], choices that fill in several fields at once; no secrets.
//
// Two rules beyond the standard: an empty string satisfies every format and pattern (say minLength 1 to demand text),
// and a property whose x-fd-show-if does not hold is never required.
//
// A secret's value is a string (a new one) or {"set": true|false} (keep what is stored). Paths are keys joined by dots.
// When a setting changes, the desk keeps no secret: it is asked for anew, because the setting may decide to whom it is
// told. A field or section with x-fd-free: true says of itself that it does not: a folder, a pace, a name to show.
// Never mark so what a server, a port, a protection, a protocol, an account or an authority depends on.
//
// A string with x-fd-account: true says whose messages the channel carries, as the outside knows it: an address, a
// shop, a line. A channel made anew with the same values continues the one that was removed. Pure functions, any
// thread.
//
//   auto parsed = FormSchema::parse(manifest_json.get("config_schema"));
//   if (!parsed.form) return parsed.problems;
//   auto checked = parsed.form->check(config);   // checked.config has the defaults filled in
#pragma once

#include <frontdesk/json.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace frontdesk::schema {

struct Problem {
  std::string path;     ///< "imap.port"; empty: the whole form
  std::string key;      ///< stable word: missing, wrong_type, too_large, bad_format, unknown_keyword, …
  std::string message;  ///< English, without the value itself

  friend bool operator==(const Problem&, const Problem&) = default;
};

struct CheckedForm {
  json::Value config;                     ///< defaults filled in, in the schema's order, unknown members left out
  std::vector<std::string> secret_paths;  ///< of the chosen variants
  std::vector<std::string> free_paths;    ///< marked x-fd-free, themselves or by their section
  std::string account;                    ///< values marked x-fd-account, by LF; empty: none
  std::vector<Problem> problems;          ///< empty: the value is valid

  [[nodiscard]] bool ok() const { return problems.empty(); }
};

struct ParsedForm;
struct Section;

class FormSchema {
 public:
  /// Also checks that every default is valid under the schema itself.
  static ParsedForm parse(const json::Value& schema);

  [[nodiscard]] CheckedForm check(const json::Value& config) const;
  /// Every path marked x-fd-secret, over all variants.
  [[nodiscard]] std::vector<std::string> secret_paths() const;
  /// The variant of the object at `path` ("" = the form) that `config` chooses, e.g. "oauth2"; empty when there is
  /// none.
  [[nodiscard]] std::string chosen_variant(const json::Value& config, std::string_view path = {}) const;

 private:
  explicit FormSchema(std::shared_ptr<const Section> root) : root_(std::move(root)) {}
  std::shared_ptr<const Section> root_;
};

struct ParsedForm {
  std::optional<FormSchema> form;
  std::vector<Problem> problems;  ///< why the schema is outside the profile
};

}  // namespace frontdesk::schema
