// Values against the model.
#include "schema/form_model.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>

namespace frontdesk::schema {

namespace {

constexpr std::uint64_t kMaxCharacters = 64U << 10;
constexpr std::uint64_t kMaxItems = 1024;

/// The value at a dotted path, or null.
const json::Value& value_at(const json::Value& root, std::string_view path) {
  const json::Value* at = &root;
  while (true) {
    const std::size_t dot = path.find('.');
    at = &at->get(path.substr(0, dot));
    if (dot == std::string_view::npos) return *at;
    path.remove_prefix(dot + 1);
  }
}

std::string number_text(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

/// One value of a scalar or an array against its field.
class ValueChecker {
 public:
  explicit ValueChecker(std::vector<Problem>& problems) : problems_(problems) {}

  void scalar_or_array(const Field& field, const json::Value& value, const std::string& path) {
    switch (field.type) {
      case FieldType::kString: return text(field, value, path);
      case FieldType::kInteger:
        if (!value.is_int()) return tell(path, "wrong_type", "must be a whole number");
        return number(field, value, path);
      case FieldType::kNumber:
        if (!value.is_number()) return tell(path, "wrong_type", "must be a number");
        return number(field, value, path);
      case FieldType::kBoolean:
        if (!value.is_bool()) tell(path, "wrong_type", "must be yes or no");
        return;
      case FieldType::kArray: return array(field, value, path);
      case FieldType::kSection: return;
    }
  }

 private:
  void tell(const std::string& path, const char* key, std::string message) {
    problems_.push_back({path, key, std::move(message)});
  }

  bool is_a_choice(const Field& field, const json::Value& value, const std::string& path) {
    if (field.choices.empty() || std::find(field.choices.begin(), field.choices.end(), value) != field.choices.end()) {
      return true;
    }
    tell(path, "not_a_choice", "is not one of the choices");
    return false;
  }

  void text(const Field& field, const json::Value& value, const std::string& path) {
    if (!value.is_string()) return tell(path, "wrong_type", "must be a text");
    const std::string_view content = value.as_string();
    if (!is_a_choice(field, value, path)) return;
    const std::uint64_t length = count_characters(content);
    const std::uint64_t limit = field.max_size == 0 ? kMaxCharacters : std::min(field.max_size, kMaxCharacters);
    if (length < field.min_size) {
      return tell(path, "too_short", "needs at least " + std::to_string(field.min_size) + " characters");
    }
    if (length > limit) return tell(path, "too_long", "has room for " + std::to_string(limit) + " characters");
    if (!has_format(field.format, content)) return tell(path, "bad_format", "is not a valid " + field.format);
    if (field.pattern != nullptr && !content.empty() &&
        !re2::RE2::PartialMatch(re2::StringPiece(content.data(), content.size()), *field.pattern)) {
      tell(path, "bad_format", "does not have the expected form");
    }
  }

  void number(const Field& field, const json::Value& value, const std::string& path) {
    if (!is_a_choice(field, value, path)) return;
    const double content = value.as_double();
    const Bounds& bounds = field.bounds;
    if (bounds.minimum && content < *bounds.minimum) {
      return tell(path, "too_small", "must be at least " + number_text(*bounds.minimum));
    }
    if (bounds.maximum && content > *bounds.maximum) {
      return tell(path, "too_large", "must be at most " + number_text(*bounds.maximum));
    }
    if (bounds.exclusive_minimum && content <= *bounds.exclusive_minimum) {
      return tell(path, "too_small", "must be more than " + number_text(*bounds.exclusive_minimum));
    }
    if (bounds.exclusive_maximum && content >= *bounds.exclusive_maximum) {
      return tell(path, "too_large", "must be less than " + number_text(*bounds.exclusive_maximum));
    }
    if (bounds.multiple_of && std::abs(std::remainder(content, *bounds.multiple_of)) > 1e-9) {
      tell(path, "not_a_multiple", "must be a multiple of " + number_text(*bounds.multiple_of));
    }
  }

  void array(const Field& field, const json::Value& value, const std::string& path) {
    if (!value.is_array()) return tell(path, "wrong_type", "must be a list");
    const auto& items = value.items();
    const std::uint64_t limit = field.max_size == 0 ? kMaxItems : std::min(field.max_size, kMaxItems);
    if (items.size() < field.min_size) {
      return tell(path, "too_few", "needs at least " + std::to_string(field.min_size) + " entries");
    }
    if (items.size() > limit) return tell(path, "too_many", "has room for " + std::to_string(limit) + " entries");
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string where = join_path(path, std::to_string(i));
      scalar_or_array(*field.item, items[i], where);
      if (field.unique && std::find(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(i), items[i]) !=
                              items.begin() + static_cast<std::ptrdiff_t>(i)) {
        tell(where, "repeated", "stands in the list twice");
      }
    }
  }

  std::vector<Problem>& problems_;
};

class Checker {
 public:
  Checker(const json::Value& given, CheckedForm& result) : given_(given), result_(result) {}

  json::Value section(const Section& form, const json::Value& value, const std::string& path, bool free) {
    json::Value out{json::Object{}};
    if (!value.is_object()) {
      tell(path, "wrong_type", "must be an object");
      return out;
    }
    std::vector<const Field*> fields;
    for (const auto& one : form.fields) fields.push_back(&one);
    if (const Variant* chosen = variant(form, value, path); chosen != nullptr) {
      out.set(form.discriminator, chosen->choice);
      for (const auto& one : chosen->fields) fields.push_back(&one);
    }
    for (const Field* one : fields) {
      if (one->name == form.discriminator) continue;
      member(*one, value.find(one->name), join_path(path, one->name), free || one->free, out);
    }
    for (const auto& given : value.members()) {
      const bool known =
          given.first == form.discriminator ||
          std::any_of(fields.begin(), fields.end(), [&](const Field* one) { return one->name == given.first; });
      if (!known) tell(join_path(path, given.first.substr(0, 64)), "unknown", "is not a setting of this form");
    }
    return out;
  }

 private:
  void tell(const std::string& path, const char* key, std::string message) {
    result_.problems.push_back({path, key, std::move(message)});
  }

  const Variant* variant(const Section& form, const json::Value& value, const std::string& path) {
    if (form.discriminator.empty()) return nullptr;
    const std::string where = join_path(path, form.discriminator);
    const json::Value* choice = value.find(form.discriminator);
    if (choice == nullptr) {
      tell(where, "missing", "is required");
      return nullptr;
    }
    for (const auto& one : form.variants) {
      if (choice->as_string() == one.choice && choice->is_string()) return &one;
    }
    tell(where, "not_a_choice", "is not one of the choices");
    return nullptr;
  }

  bool is_shown(const Field& field) const {
    return std::all_of(field.show_if.begin(), field.show_if.end(), [&](const json::Member& condition) {
      const json::Value& found = value_at(given_, condition.first);
      if (!condition.second.is_array()) return found == condition.second;
      const auto& any = condition.second.items();
      return std::find(any.begin(), any.end(), found) != any.end();
    });
  }

  void member(const Field& field, const json::Value* value, const std::string& path, bool free, json::Value& out) {
    if (field.secret) result_.secret_paths.push_back(path);
    if (free && !field.secret && field.type != FieldType::kSection) result_.free_paths.push_back(path);
    if (field.type == FieldType::kSection) {
      static const json::Value kEmpty{json::Object{}};
      // A section that is neither given nor required may still bring defaults.
      const bool absent = value == nullptr;
      if (absent && (field.required || brings_nothing_missing(*field.section))) value = &kEmpty;
      if (value != nullptr) out.set(field.name, section(*field.section, *value, path, free));
      return;
    }
    if (value == nullptr && field.fallback) value = &*field.fallback;
    if (value == nullptr || value->is_null()) {
      if (field.required && is_shown(field)) tell(path, "missing", "is required");
      return;
    }
    if (field.secret && value->is_object()) {
      const json::Value& kept = value->get("set");
      if (!kept.is_bool() || value->members().size() != 1) return tell(path, "wrong_type", "must be a text");
      if (field.required && !kept.as_bool() && is_shown(field)) return tell(path, "missing", "is required");
      out.set(field.name, *value);
      return;
    }
    check_value(field, *value, path, result_.problems);
    if (field.account && !value->as_string().empty()) add_account(value->as_string());
    out.set(field.name, *value);
  }

  void add_account(std::string_view value) {
    if (!result_.account.empty()) result_.account += '\n';
    result_.account += value;
  }

  static bool brings_nothing_missing(const Section& form) {
    return form.discriminator.empty() && std::none_of(form.fields.begin(), form.fields.end(),
                                                      [](const Field& one) { return one.required && !one.fallback; });
  }

  const json::Value& given_;
  CheckedForm& result_;
};

void collect_secrets(const std::vector<Field>& fields, const std::string& path, std::vector<std::string>& found);

void collect_secrets(const Section& section, const std::string& path, std::vector<std::string>& found) {
  collect_secrets(section.fields, path, found);
  for (const auto& variant : section.variants) collect_secrets(variant.fields, path, found);
}

void collect_secrets(const std::vector<Field>& fields, const std::string& path, std::vector<std::string>& found) {
  for (const auto& field : fields) {
    const std::string where = join_path(path, field.name);
    const bool known = std::find(found.begin(), found.end(), where) != found.end();
    if (field.secret && !known) found.push_back(where);
    if (field.section != nullptr) collect_secrets(*field.section, where, found);
  }
}

}  // namespace

void check_value(const Field& field, const json::Value& value, const std::string& path,
                 std::vector<Problem>& problems) {
  ValueChecker(problems).scalar_or_array(field, value, path);
}

CheckedForm FormSchema::check(const json::Value& config) const {
  CheckedForm checked;
  Checker checker(config, checked);
  checked.config = checker.section(*root_, config, "", false);
  return checked;
}

std::vector<std::string> FormSchema::secret_paths() const {
  std::vector<std::string> found;
  collect_secrets(*root_, "", found);
  return found;
}

std::string FormSchema::chosen_variant(const json::Value& config, std::string_view path) const {
  const Section* section = root_.get();
  const json::Value* value = &config;
  if (!path.empty()) {
    const auto found =
        std::find_if(root_->fields.begin(), root_->fields.end(), [&](const Field& one) { return one.name == path; });
    if (found == root_->fields.end() || found->section == nullptr) return {};
    section = found->section.get();
    value = &config.get(path);
  }
  const std::string_view choice = value->get(section->discriminator).as_string();
  const bool known = std::any_of(section->variants.begin(), section->variants.end(),
                                 [&](const Variant& one) { return one.choice == choice; });
  return known ? std::string(choice) : std::string();
}

}  // namespace frontdesk::schema
