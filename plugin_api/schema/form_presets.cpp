// x-fd-presets: choices that fill in several fields at once. The form in the browser offers them; nothing of them is
// stored, so all there is to do here is to refuse those that would fill in what the form then refuses.
#include "schema/form_model.h"

#include <algorithm>
#include <array>
#include <set>

namespace frontdesk::schema {
namespace {

constexpr std::size_t kMaxPresets = 64;
constexpr std::array<std::string_view, 3> kKeywords = {"id", "x-fd-i18n", "values"};

class PresetCheck {
 public:
  PresetCheck(const Section& form, std::vector<Problem>& problems) : form_(form), problems_(problems) {}

  void check(const json::Value& presets) {
    if (!presets.is_array() || presets.items().size() > kMaxPresets)
      return tell("x-fd-presets must be an array of at most 64 presets");
    for (const json::Value& preset : presets.items()) check_one(preset);
  }

 private:
  void tell(std::string message) { problems_.push_back({"", "bad_preset", std::move(message)}); }

  void check_one(const json::Value& preset) {
    const std::string id(preset.get("id").as_string());
    if (id.empty() || id.size() > 64 || !ids_.insert(id).second)
      return tell("a preset needs an id of its own, at most 64 bytes");
    const auto& members = preset.members();
    const bool known = std::ranges::all_of(members, [](const json::Member& member) {
      return std::ranges::find(kKeywords, member.first) != kKeywords.end();
    });
    const json::Value* words = preset.find("x-fd-i18n");
    if (!known || (words != nullptr && !words->is_object()) || preset.get("values").members().empty())
      return tell("the preset " + id + " must have values, and besides only x-fd-i18n");
    for (const auto& [path, value] : preset.get("values").members()) {
      if (!fits(path, value)) tell("the preset " + id + " has a value that does not fit: " + path.substr(0, 200));
    }
  }

  /// Some field at `path`, in whichever variant, takes the value. Secrets and sections take none.
  [[nodiscard]] bool fits(std::string_view path, const json::Value& value) const {
    const std::size_t dot = path.find('.');
    if (dot == std::string_view::npos) return fits(form_, path, value);
    const auto section = std::ranges::find(form_.fields, path.substr(0, dot), &Field::name);
    return section != form_.fields.end() && section->section && fits(*section->section, path.substr(dot + 1), value);
  }

  static bool fits(const Section& section, std::string_view name, const json::Value& value) {
    if (name == section.discriminator) {
      return std::ranges::find(section.variants, value.as_string(), &Variant::choice) != section.variants.end();
    }
    const auto takes = [&](const std::vector<Field>& fields) {
      const auto field = std::ranges::find(fields, name, &Field::name);
      if (field == fields.end() || field->secret || field->section) return false;
      std::vector<Problem> problems;
      check_value(*field, value, {}, problems);
      return problems.empty();
    };
    return takes(section.fields) ||
           std::ranges::any_of(section.variants, [&](const Variant& variant) { return takes(variant.fields); });
  }

  const Section& form_;
  std::vector<Problem>& problems_;
  std::set<std::string> ids_;
};

}  // namespace

void check_presets(const json::Value& presets, const Section& form, std::vector<Problem>& problems) {
  PresetCheck(form, problems).check(presets);
}

}  // namespace frontdesk::schema
