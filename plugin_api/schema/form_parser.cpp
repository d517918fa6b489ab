// From a JSON schema to the model; refuses whatever lies outside the profile.
#include "schema/form_model.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <span>

namespace frontdesk::schema {

namespace {

constexpr std::size_t kMaxFields = 256;
constexpr std::int64_t kMaxPatternMemory = 1 << 20;

constexpr std::array<std::string_view, 12> kEverywhere = {"type",       "title",      "description", "default",
                                                          "x-fd-order", "x-fd-group", "x-fd-apply",  "x-fd-show-if",
                                                          "x-fd-i18n",  "x-fd-oauth", "x-fd-free",   "x-fd-account"};
constexpr std::array<std::string_view, 7> kOfStrings = {"enum",    "const",  "minLength",  "maxLength",
                                                        "pattern", "format", "x-fd-secret"};
constexpr std::array<std::string_view, 7> kOfNumbers = {
    "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"};
constexpr std::array<std::string_view, 1> kOfBooleans = {"const"};
constexpr std::array<std::string_view, 4> kOfArrays = {"items", "minItems", "maxItems", "uniqueItems"};
constexpr std::array<std::string_view, 7> kOfObjects = {
    "properties", "required", "additionalProperties", "oneOf", "$schema", "$id", "$comment"};

std::span<const std::string_view> keywords_of(FieldType type) {
  switch (type) {
    case FieldType::kString: return kOfStrings;
    case FieldType::kInteger:
    case FieldType::kNumber: return kOfNumbers;
    case FieldType::kBoolean: return kOfBooleans;
    case FieldType::kArray: return kOfArrays;
    case FieldType::kSection: return kOfObjects;
  }
  return {};
}

bool holds(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<FieldType> type_of(const json::Value& schema) {
  const std::string_view type = schema.get("type").as_string();
  if (type == "string") return FieldType::kString;
  if (type == "integer") return FieldType::kInteger;
  if (type == "number") return FieldType::kNumber;
  if (type == "boolean") return FieldType::kBoolean;
  if (type == "array") return FieldType::kArray;
  if (type == "object") return FieldType::kSection;
  if (schema.find("type") != nullptr) return std::nullopt;
  if (schema.get("const").is_string()) return FieldType::kString;
  const auto& choices = schema.get("enum").items();
  if (choices.empty()) return std::nullopt;
  return choices.front().is_int() ? FieldType::kInteger : FieldType::kString;
}

class Parser {
 public:
  explicit Parser(std::vector<Problem>& problems) : problems_(problems) {}

  Section section(const json::Value& schema, const std::string& path, int depth) {
    Section parsed;
    check_keywords(schema, FieldType::kSection, path);
    if (const auto* more = schema.find("additionalProperties");
        more != nullptr && (!more->is_bool() || more->as_bool())) {
      tell(path, "open_object", "additionalProperties must be false");
    }
    parsed.fields = fields(schema, path, depth);
    variants(schema, path, depth, parsed);
    return parsed;
  }

 private:
  void tell(const std::string& path, const char* key, std::string message) {
    problems_.push_back({path, key, std::move(message)});
  }

  void check_keywords(const json::Value& schema, FieldType type, const std::string& path) {
    for (const auto& [word, value] : schema.members()) {
      const bool is_for_the_form = path.empty() && word == "x-fd-presets";
      if (!holds(kEverywhere, word) && !holds(keywords_of(type), word) && !is_for_the_form) {
        tell(path, "unknown_keyword", "the keyword " + word.substr(0, 64) + " is not allowed here");
      }
    }
    const auto* apply = schema.find("x-fd-apply");
    if (apply != nullptr && apply->as_string() != "live" && apply->as_string() != "restart") {
      tell(path, "bad_keyword", "x-fd-apply must be live or restart");
    }
    const auto* free = schema.find("x-fd-free");
    if (free != nullptr && (!free->is_bool() || path.empty() || schema.get("x-fd-secret").as_bool())) {
      tell(path, "bad_keyword", "x-fd-free is true or false, and of a setting that is no secret");
    }
    const auto* account = schema.find("x-fd-account");
    if (account != nullptr &&
        (!account->is_bool() || type != FieldType::kString || schema.get("x-fd-secret").as_bool())) {
      tell(path, "bad_keyword", "x-fd-account is true or false, and of a text that is no secret");
    }
    for (const char* words : {"x-fd-i18n", "x-fd-show-if", "x-fd-oauth"}) {
      const auto* found = schema.find(words);
      if (found != nullptr && !found->is_object()) tell(path, "bad_keyword", std::string(words) + " must be an object");
    }
  }

  std::vector<Field> fields(const json::Value& schema, const std::string& path, int depth) {
    std::vector<Field> parsed;
    for (const auto& [name, property] : schema.get("properties").members()) {
      if (++fields_ > kMaxFields) {
        if (fields_ == kMaxFields + 1) tell(path, "too_many_fields", "the form has more than 256 fields");
        break;
      }
      if (name.empty() || name.find('.') != std::string::npos) {
        tell(path, "bad_name", "a property's name is empty or holds a dot");
        continue;
      }
      auto one = field(property, join_path(path, name), depth);
      one.name = name;
      parsed.push_back(std::move(one));
    }
    for (const auto& required : schema.get("required").items()) {
      const auto found = std::find_if(parsed.begin(), parsed.end(),
                                      [&](const Field& one) { return one.name == required.as_string(); });
      if (found == parsed.end()) {
        tell(path, "unknown_required", "required names a property that does not exist");
      } else {
        found->required = true;
      }
    }
    return parsed;
  }

  Field field(const json::Value& schema, const std::string& path, int depth) {
    Field parsed;
    const auto type = schema.is_object() ? type_of(schema) : std::nullopt;
    if (!type) {
      tell(path, "bad_type", "the type is missing or outside the profile");
      return parsed;
    }
    parsed.type = *type;
    parsed.show_if = schema.get("x-fd-show-if").members();
    parsed.free = schema.get("x-fd-free").as_bool();
    parsed.account = schema.get("x-fd-account").as_bool();
    if (*type == FieldType::kSection) {
      if (depth > 0) {
        tell(path, "too_deep", "sections cannot hold sections");
        return parsed;
      }
      parsed.section = std::make_shared<Section>(section(schema, path, depth + 1));
      return parsed;
    }
    check_keywords(schema, *type, path);
    if (const auto* fallback = schema.find("default"); fallback != nullptr) parsed.fallback = *fallback;
    if (*type == FieldType::kArray) {
      array(schema, path, parsed);
    } else {
      scalar(schema, path, parsed);
    }
    check_default(parsed, path);
    return parsed;
  }

  void check_default(const Field& parsed, const std::string& path) {
    if (!parsed.fallback || (parsed.type == FieldType::kArray && parsed.item == nullptr)) return;
    const std::size_t before = problems_.size();
    check_value(parsed, *parsed.fallback, path, problems_);
    for (std::size_t i = before; i < problems_.size(); ++i) problems_[i].message.insert(0, "the default ");
  }

  void array(const json::Value& schema, const std::string& path, Field& parsed) {
    const json::Value& items = schema.get("items");
    const auto type = items.is_object() ? type_of(items) : std::nullopt;
    if (!type || *type == FieldType::kArray || *type == FieldType::kSection) {
      tell(path, "bad_items", "an array holds scalars of one type");
      return;
    }
    parsed.item = std::make_shared<Field>(field(items, path, 1));
    if (parsed.item->secret) tell(path, "bad_items", "an array cannot hold secrets");
    parsed.min_size = size(schema, "minItems", path);
    parsed.max_size = size(schema, "maxItems", path);
    parsed.unique = schema.get("uniqueItems").as_bool();
  }

  void scalar(const json::Value& schema, const std::string& path, Field& parsed) {
    if (const auto* only = schema.find("const"); only != nullptr) parsed.choices.push_back(*only);
    for (const auto& choice : schema.get("enum").items()) {
      const bool fits = parsed.type == FieldType::kString ? choice.is_string() : choice.is_number();
      if (!fits) tell(path, "bad_enum", "a choice has another type than its field");
      parsed.choices.push_back(choice);
    }
    if (schema.find("enum") != nullptr && parsed.choices.empty()) tell(path, "bad_enum", "enum has no choices");
    parsed.secret = schema.get("x-fd-secret").as_bool();
    if (parsed.secret && parsed.fallback) tell(path, "secret_default", "a secret has no default");
    parsed.min_size = size(schema, "minLength", path);
    parsed.max_size = size(schema, "maxLength", path);
    parsed.bounds = {bound(schema, "minimum", path), bound(schema, "maximum", path),
                     bound(schema, "exclusiveMinimum", path), bound(schema, "exclusiveMaximum", path),
                     bound(schema, "multipleOf", path)};
    if (parsed.bounds.multiple_of && *parsed.bounds.multiple_of <= 0)
      tell(path, "bad_bound", "multipleOf is not positive");
    parsed.format = schema.get("format").as_string();
    if (!parsed.format.empty() && !is_known_format(parsed.format)) tell(path, "bad_format", "the format is unknown");
    if (const auto* text = schema.find("pattern"); text != nullptr) pattern(*text, path, parsed);
  }

  void pattern(const json::Value& text, const std::string& path, Field& parsed) {
    re2::RE2::Options options;
    options.set_max_mem(kMaxPatternMemory);
    options.set_log_errors(false);
    const std::string_view expression = text.as_string();
    auto compiled = std::make_shared<const re2::RE2>(re2::StringPiece(expression.data(), expression.size()), options);
    if (!text.is_string() || !compiled->ok()) return tell(path, "bad_pattern", "the pattern cannot be used");
    parsed.pattern = std::move(compiled);
  }

  std::uint64_t size(const json::Value& schema, const char* word, const std::string& path) {
    const auto* found = schema.find(word);
    if (found == nullptr) return 0;
    if (!found->is_int() || found->as_int() < 0) tell(path, "bad_bound", std::string(word) + " is not a size");
    return static_cast<std::uint64_t>(std::max<std::int64_t>(found->as_int(), 0));
  }

  std::optional<double> bound(const json::Value& schema, const char* word, const std::string& path) {
    const auto* found = schema.find(word);
    if (found == nullptr) return std::nullopt;
    if (!found->is_number()) tell(path, "bad_bound", std::string(word) + " is not a number");
    return found->as_double();
  }

  /// oneOf: every branch has the same single property with a const text.
  void variants(const json::Value& schema, const std::string& path, int depth, Section& parsed) {
    const auto* branches = schema.find("oneOf");
    if (branches == nullptr) return;
    for (const auto& branch : branches->items()) {
      std::string discriminator;
      for (const auto& [name, property] : branch.get("properties").members()) {
        if (property.get("const").is_string()) discriminator = name;
      }
      if (discriminator.empty() || (!parsed.discriminator.empty() && parsed.discriminator != discriminator)) {
        return tell(path, "bad_variants", "the branches of oneOf need one common property with a const text");
      }
      parsed.discriminator = discriminator;
      Variant variant{std::string(branch.get("properties").get(discriminator).get("const").as_string()),
                      fields(branch, path, depth)};
      std::erase_if(variant.fields, [&](const Field& one) { return one.name == discriminator; });
      const bool again = std::any_of(parsed.variants.begin(), parsed.variants.end(),
                                     [&](const Variant& other) { return other.choice == variant.choice; });
      if (again) return tell(path, "bad_variants", "two branches of oneOf have the same const");
      parsed.variants.push_back(std::move(variant));
    }
    if (parsed.variants.empty()) tell(path, "bad_variants", "oneOf has no branches");
  }

  std::vector<Problem>& problems_;
  std::size_t fields_ = 0;
};

}  // namespace

ParsedForm FormSchema::parse(const json::Value& schema) {
  ParsedForm parsed;
  if (!schema.is_object() || schema.get("type").as_string() != "object") {
    parsed.problems.push_back({"", "bad_type", "the schema must be an object of type object"});
    return parsed;
  }
  Parser parser(parsed.problems);
  auto root = std::make_shared<Section>(parser.section(schema, "", 0));
  if (!parsed.problems.empty()) return parsed;
  if (const auto* presets = schema.find("x-fd-presets")) check_presets(*presets, *root, parsed.problems);
  if (!parsed.problems.empty()) return parsed;
  parsed.form = FormSchema(std::move(root));
  return parsed;
}

}  // namespace frontdesk::schema
