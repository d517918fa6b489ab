#include "desk/use_case/texts.h"

#include <map>

#include "desk/use_case/catalogue_text.h"

namespace frontdesk::desk {

const json::Value& catalogue(std::string_view language) {
  static const json::Value kEnglish = json::parse(kEnglishText).value.value_or(json::Value());
  static const json::Value kChinese = json::parse(kChineseText).value.value_or(json::Value());
  return language == "en" ? kEnglish : kChinese;
}

const Text& text_of(std::string_view name) {
  static const auto kTexts = [] {
    std::map<std::string, Text, std::less<>> texts;
    for (const auto& [key, text] : catalogue("en").get("use_cases").members())
      texts.emplace(key, Text{std::string(text.get("title").as_string()), std::string(text.get("help").as_string())});
    return texts;
  }();
  static const Text kNone;
  const auto found = kTexts.find(name);
  return found == kTexts.end() ? kNone : found->second;
}

std::string_view field_text(std::string_view name, std::string_view field) {
  const json::Value& english = catalogue("en");
  const std::string_view own = english.get("use_cases").get(name).get("fields").get(field).as_string();
  return own.empty() ? english.get("fields").get(field).as_string() : own;
}

}  // namespace frontdesk::desk
