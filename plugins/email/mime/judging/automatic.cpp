#include "mime/judging/automatic.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::array<std::string_view, 12> kMachineNames = {
    "mailer-daemon", "mailerdaemon", "postmaster",   "no-reply", "noreply", "no_reply",
    "do-not-reply",  "donotreply",   "do_not_reply", "bounce",   "bounces", "autoreply"};

/// Local part and domain in lower case, without the plus-part.
std::string bare_address(std::string_view address) {
  std::string lower = to_lower_ascii(trim(address));
  const std::size_t at = lower.rfind('@');
  if (at == std::string::npos) return lower;
  return lower.substr(0, std::min(lower.find('+'), at)) + lower.substr(at);
}

bool is_machine_sender(std::string_view address) {
  const std::string bare = bare_address(address);
  const std::string_view local = std::string_view(bare).substr(0, bare.find('@'));
  const bool named = std::find(kMachineNames.begin(), kMachineNames.end(), local) != kMachineNames.end();
  return named || local.starts_with("microsoftexchange329e71ec88ae4615bbc36ab6ce41109e") ||
         local.starts_with("bounce-") || local.starts_with("noreply-") || local.starts_with("no-reply-");
}

/// One of the words of "OOF, AutoReply" is in the list.
bool suppresses_replies(std::string_view value) {
  while (!value.empty()) {
    const std::size_t end = std::min(value.find_first_of(", "), value.size());
    const std::string_view word = value.substr(0, end);
    if (word == "all" || word == "autoreply" || word == "oof") return true;
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return false;
}

bool is_own(const Mail& mail, const OwnMarks& own) {
  const auto& loops = mail.signs.loop_ids;
  if (!own.loop_id.empty() && std::find(loops.begin(), loops.end(), own.loop_id) != loops.end()) return true;
  const std::string author = bare_address(author_of(mail).address);
  return !author.empty() && std::any_of(own.addresses.begin(), own.addresses.end(),
                                        [&](const std::string& ours) { return bare_address(ours) == author; });
}

}  // namespace

const char* to_text(AutomaticReason reason) {
  switch (reason) {
    case AutomaticReason::kAutoSubmitted: return "auto_submitted";
    case AutomaticReason::kEmptyReturnPath: return "empty_return_path";
    case AutomaticReason::kBulk: return "bulk";
    case AutomaticReason::kList: return "list";
    case AutomaticReason::kSuppressed: return "suppressed";
    case AutomaticReason::kAutoReply: return "auto_reply";
    case AutomaticReason::kMachineSender: return "machine_sender";
    case AutomaticReason::kReport: return "report";
    case AutomaticReason::kOwnLoop: return "own_loop";
    case AutomaticReason::kTooManyHops: return "too_many_hops";
  }
  return "unknown";
}

bool is_for_people(AutomaticReason reason) {
  return reason == AutomaticReason::kList || reason == AutomaticReason::kSuppressed;
}

const Address& author_of(const Mail& mail) {
  const bool answers_elsewhere = !mail.reply_to.empty() && !mail.reply_to.front().address.empty();
  return answers_elsewhere ? mail.reply_to.front() : mail.from;
}

std::optional<AutomaticReason> automatic_reason(const Mail& mail, const OwnMarks& own) {
  const AutomaticSigns& signs = mail.signs;
  const std::string_view precedence = signs.precedence;
  if (is_own(mail, own)) return AutomaticReason::kOwnLoop;
  if (signs.is_report || mail.bounce) return AutomaticReason::kReport;
  if (!signs.auto_submitted.empty() && signs.auto_submitted != "no") return AutomaticReason::kAutoSubmitted;
  if (signs.empty_return_path) return AutomaticReason::kEmptyReturnPath;
  if (precedence == "bulk" || precedence == "junk") return AutomaticReason::kBulk;
  if (signs.has_autoreply_header || precedence == "auto_reply") return AutomaticReason::kAutoReply;
  if (is_machine_sender(author_of(mail).address)) return AutomaticReason::kMachineSender;
  if (signs.received_count > kMaxReceivedHeaders) return AutomaticReason::kTooManyHops;
  if (precedence == "list" || signs.has_list_header) return AutomaticReason::kList;
  if (suppresses_replies(signs.auto_response_suppress)) return AutomaticReason::kSuppressed;
  return std::nullopt;
}

}  // namespace frontdesk::email
