#include "mime/judging/automatic.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <unordered_set>

#include "mime/mail_address.h"
#include "mime/text/quotes.h"
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

bool is_ours(std::string_view address, const OwnMarks& own) {
  const std::string bare = bare_address(address);
  return !bare.empty() && std::any_of(own.addresses.begin(), own.addresses.end(),
                                      [&](const std::string& ours) { return bare_address(ours) == bare; });
}

bool is_own(const Mail& mail, const OwnMarks& own) {
  const auto& loops = mail.signs.loop_ids;
  if (!own.loop_id.empty() && std::find(loops.begin(), loops.end(), own.loop_id) != loops.end()) return true;
  return is_ours(author_of(mail, own).address, own);
}

// --- automatic replies of programs that set no header --------------------------------------------------------------

constexpr std::string_view kAutoReplySubjects[] = {"自动回复",
                                                   "自动答复",
                                                   "自动回覆",
                                                   "自動回覆",
                                                   "自動回復",
                                                   "自动应答",
                                                   "自動返信",
                                                   "自動応答",
                                                   "休假自动回复",
                                                   "假期自动回复",
                                                   "外出自动回复",
                                                   "不在办公室",
                                                   "不在席",
                                                   "자동 회신",
                                                   "자동회신",
                                                   "자동 응답",
                                                   "부재중",
                                                   "系统自动回复",
                                                   "邮件自动回复",
                                                   "自动回信",
                                                   "自動回信",
                                                   "休假通知",
                                                   "外出通知",
                                                   "离开办公室",
                                                   "離開辦公室",
                                                   "不在のお知らせ",
                                                   "不在通知",
                                                   "休暇のお知らせ",
                                                   "automatic reply",
                                                   "automated reply",
                                                   "automatic response",
                                                   "automated response",
                                                   "auto reply",
                                                   "auto-reply",
                                                   "autoreply",
                                                   "auto response",
                                                   "auto-response",
                                                   "autoresponse",
                                                   "autoresponder",
                                                   "out of office",
                                                   "out of the office",
                                                   "out-of-office",
                                                   "on vacation",
                                                   "vacation response",
                                                   "vacation message",
                                                   "holiday reply",
                                                   "annual leave",
                                                   "ooo:",
                                                   "vacation reply",
                                                   "away from office",
                                                   "automatische antwort",
                                                   "abwesenheitsnotiz",
                                                   "abwesend:",
                                                   "réponse automatique",
                                                   "absence du bureau",
                                                   "respuesta automática",
                                                   "fuera de la oficina",
                                                   "resposta automática",
                                                   "risposta automatica",
                                                   "fuori sede",
                                                   "automatyczna odpowiedź",
                                                   "odpowiedź automatyczna",
                                                   "autosvar",
                                                   "automaattinen vastaus",
                                                   "otomatik yanıt",
                                                   "trả lời tự động",
                                                   "balasan otomatis",
                                                   "ausente:",
                                                   "absence:",
                                                   "automatisch antwoord",
                                                   "автоответ",
                                                   "автоматический ответ"};

constexpr std::string_view kAutoReplyWords[] = {"自动回复邮件",
                                                "自动回复信",
                                                "这是一封自动回复",
                                                "这是自动回复",
                                                "本邮件为自动回复",
                                                "此邮件为自动回复",
                                                "系统自动回复",
                                                "自动回复，请勿",
                                                "此为自动回复",
                                                "自動回覆郵件",
                                                "this is an automatic reply",
                                                "this is an automated reply",
                                                "this is an auto-reply",
                                                "this is an autoreply",
                                                "this is an automated response",
                                                "this is an automatic response",
                                                "i am out of the office",
                                                "i am currently out of the office",
                                                "i'm out of the office",
                                                "i am on vacation",
                                                "自動返信メール"};

/// Brackets and blanks around the word of a subject.
std::string_view without_frame(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view frame : {" ", "[", "(", "【", "（", "「", "〔", "《", "*"}) {
      if (!text.starts_with(frame)) continue;
      text.remove_prefix(frame.size());
      again = true;
    }
  }
  return text;
}

/// What stands behind the word: its end, a mark, or the subject that is answered.
bool ends_word(std::string_view rest) {
  if (rest.empty()) return true;
  for (const std::string_view mark : {":", "：", "]", ")", "】", "）", "」", "〕", "》", "-", "–", "—", "*"}) {
    if (trim(rest).starts_with(mark)) return true;
  }
  return false;
}

/// A subject that begins so, with a mark behind it; answers to such mails begin with "Re:" and are people's. Without a
/// mark, or by its first words alone, only what answers one of our mails counts: customers ask about such things, too.
bool is_written_auto_reply(const Mail& mail) {
  const bool answers = !mail.in_reply_to.empty() || !mail.references.empty();
  const std::string subject = to_lower_ascii(mail.subject);
  const std::string_view word = without_frame(subject);
  for (const std::string_view sign : kAutoReplySubjects) {
    if (!word.starts_with(sign)) continue;
    if (answers || sign.ends_with(':') || ends_word(word.substr(sign.size()))) return true;
  }
  // "来自 李雷 的自动回复"
  const bool is_somebodys = word.starts_with("来自") || word.starts_with("來自");
  if (is_somebodys && (word.ends_with("的自动回复") || word.ends_with("的自動回覆"))) return true;
  if (!answers) return false;
  constexpr std::size_t kFirstWords = 200;
  // Only what is written anew: a person may answer above the words of a machine.
  std::string_view written = trim(split_quotes(mail.text).visible);
  if (!written.starts_with('>')) written = written.substr(0, written.find("\n>"));
  const std::string beginning = to_lower_ascii(cut_at_character(trim(written), kFirstWords));
  return std::any_of(std::begin(kAutoReplyWords), std::end(kAutoReplyWords),
                     [&](std::string_view sign) { return beginning.find(sign) != std::string::npos; });
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

bool can_be_answered(const Address& who, const OwnMarks& own) {
  return writable_address(who.address).has_value() && !is_ours(who.address, own);
}

const Address& author_of(const Mail& mail, const OwnMarks& own) {
  const auto first = [&](bool people_only) {
    return std::find_if(mail.reply_to.begin(), mail.reply_to.end(), [&](const Address& who) {
      return can_be_answered(who, own) && !(people_only && is_machine_sender(who.address));
    });
  };
  if (const auto person = first(true); person != mail.reply_to.end()) return *person;
  if (can_be_answered(mail.from, own)) return mail.from;
  if (const auto machine = first(false); machine != mail.reply_to.end()) return *machine;
  return mail.from;
}

std::vector<Address> further_recipients(const Mail& mail, const OwnMarks& own) {
  std::vector<Address> out;
  std::unordered_set<std::string> seen{bare_address(author_of(mail, own).address)};
  for (const Address& who : mail.reply_to) {
    if (can_be_answered(who, own) && seen.insert(bare_address(who.address)).second) out.push_back(who);
  }
  return out;
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
  if (is_written_auto_reply(mail)) return AutomaticReason::kAutoReply;
  if (is_machine_sender(author_of(mail, own).address)) return AutomaticReason::kMachineSender;
  if (signs.received_count > kMaxReceivedHeaders) return AutomaticReason::kTooManyHops;
  if (precedence == "list" || signs.has_list_header) return AutomaticReason::kList;
  if (suppresses_replies(signs.auto_response_suppress)) return AutomaticReason::kSuppressed;
  return std::nullopt;
}

}  // namespace frontdesk::email
