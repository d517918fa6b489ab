#include "desk/inbound/mail_facts.h"

#include <frontdesk/json.h>

#include <array>

namespace frontdesk::desk {
namespace {

constexpr std::size_t kDetailLength = 300;
constexpr std::size_t kMostListed = 20;

std::string listed(const json::Value& texts) {
  std::string out;
  std::size_t count = 0;
  for (const json::Value& text : texts.items()) {
    if (++count > kMostListed) break;
    if (!out.empty()) out += ", ";
    out += text.as_string();
  }
  return out;
}

/// "spf=fail dkim=pass", or nothing when no check failed.
std::string failed_checks(const json::Value& checks) {
  constexpr std::array<std::string_view, 3> kChecks{"dmarc", "spf", "dkim"};
  std::string out;
  bool failed = false;
  for (const std::string_view name : kChecks) {
    const std::string_view verdict = checks.get(name).as_string();
    if (verdict.empty()) continue;
    failed = failed || verdict == "fail" || verdict == "softfail" || verdict == "permerror";
    if (!out.empty()) out += ' ';
    out.append(name).append("=").append(verdict);
  }
  return failed ? out : std::string();
}

}  // namespace

std::vector<MailFact> facts_of(const InboundItem& item, const privacy::Masker& masker) {
  std::vector<MailFact> out;
  const auto masked = [&](const std::string& text) { return masker.mask(text).text.preview(kDetailLength).text(); };
  if (item.truncated) out.push_back({"mail_cut", {}});
  if (item.historical) out.push_back({"mail_historical", {}});
  const auto parsed = json::parse(item.attributes.empty() ? std::string_view("{}") : item.attributes);
  if (!parsed.value || !parsed.value->is_object()) return out;
  const json::Value& attributes = *parsed.value;
  if (attributes.get("encrypted").as_bool()) out.push_back({"mail_encrypted", {}});
  if (attributes.get("signed").as_bool()) out.push_back({"mail_signed", {}});
  if (auto checks = failed_checks(attributes.get("authentication")); !checks.empty()) {
    out.push_back({"mail_checks", masked(checks)});
  }
  // Stable words of the channel; the page has sentences for them.
  if (const auto problems = listed(attributes.get("problems")); !problems.empty()) {
    out.push_back({"mail_problems", masked(problems)});
  }
  if (const auto files = listed(attributes.get("cut_files")); !files.empty()) {
    out.push_back({"mail_cut_file", masked(files)});
  }
  if (const auto files = listed(attributes.get("left_out")); !files.empty()) {
    out.push_back({"mail_left_out", masked(files)});
  }
  if (const auto files = listed(attributes.get("unsafe_files")); !files.empty()) {
    out.push_back({"mail_unsafe_file", masked(files)});
  }
  return out;
}

}  // namespace frontdesk::desk
