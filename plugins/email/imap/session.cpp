#include "imap/session.h"

#include <algorithm>
#include <chrono>

#include "imap/wording.h"

namespace frontdesk::email::imap {
namespace {

using net::Failure;
using net::FailureKind;
using net::Outcome;

constexpr net::Milliseconds kCommandBudget{120'000};
constexpr net::Milliseconds kSearchBudget{6 * 60'000};
constexpr net::Milliseconds kFetchBudget{30 * 60'000};
constexpr net::Milliseconds kGoodbyeBudget{500};
constexpr std::int64_t kDayMicros = 86'400'000'000;

Failure failure(FailureKind kind, std::string text, std::string_view server_text = {}) {
  return {kind, std::move(text), net::presentable(server_text)};
}

Capabilities read_capabilities(std::string_view words) {
  Capabilities out;
  struct Known {
    std::string_view word;
    bool Capabilities::*member;
  };
  constexpr Known kKnown[] = {
      {"STARTTLS", &Capabilities::start_tls},
      {"LOGINDISABLED", &Capabilities::login_disabled},
      {"SASL-IR", &Capabilities::sasl_ir},
      {"AUTH=PLAIN", &Capabilities::auth_plain},
      {"AUTH=XOAUTH2", &Capabilities::auth_xoauth2},
      {"IDLE", &Capabilities::idle},
      {"MOVE", &Capabilities::move},
      {"UIDPLUS", &Capabilities::uid_plus},
      {"ID", &Capabilities::id},
  };
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    for (const Known& known : kKnown) {
      if (same_word(words.substr(0, end), known.word)) out.*known.member = true;
    }
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return out;
}

}  // namespace

Outcome<Session> Session::open(net::Connection connection, net::Security security, const ResponseLimits& limits) {
  Session session(std::move(connection), limits);
  if (auto greeted = session.read_greeting(); !greeted) return std::move(greeted).failure();
  if (security == net::Security::kStartTls) {
    if (auto upgraded = session.start_tls(); !upgraded) return std::move(upgraded).failure();
  }
  if (!session.capabilities_known_) {
    if (auto asked = session.ask_capabilities(); !asked) return std::move(asked).failure();
  }
  return session;
}

Outcome<void> Session::read_greeting() {
  connection_.begin_command(kCommandBudget);
  auto response = read_response(connection_, limits_);
  if (!response) return std::move(response).failure();
  const Classified greeting = classify(*response);
  if (same_word(greeting.word, "BYE")) {
    return failure(FailureKind::kAuthTemporary, "the server does not take connections now", greeting.rest);
  }
  pre_authenticated_ = same_word(greeting.word, "PREAUTH");
  if (greeting.kind != ResponseKind::kUntagged || (!pre_authenticated_ && !same_word(greeting.word, "OK"))) {
    return failure(FailureKind::kProtocol, "the server does not speak IMAP");
  }
  note(greeting);
  return {};
}

Outcome<void> Session::start_tls() {
  // A server that is already authenticated cannot be upgraded any more (RFC 3501 section 6.2.1).
  if (pre_authenticated_) return failure(FailureKind::kTlsFailed, "the server skips STARTTLS; refused");
  if (!capabilities_known_) {
    if (auto asked = ask_capabilities(); !asked) return asked;
  }
  if (!capabilities_.start_tls) return failure(FailureKind::kTlsFailed, "the server does not offer STARTTLS");
  auto status = run("STARTTLS");
  if (!status) return std::move(status).failure();
  if (status->completion != Completion::kOk) {
    return failure(FailureKind::kTlsFailed, "the server refused STARTTLS", status->text);
  }
  if (auto secured = connection_.start_tls(); !secured) return secured;
  capabilities_ = {};
  capabilities_known_ = false;
  return {};
}

Outcome<void> Session::ask_capabilities() { return expect_ok("CAPABILITY", "list its capabilities"); }

Outcome<std::string> Session::send(std::string_view command) {
  std::string tag = "F" + std::to_string(++counter_);
  std::string line = tag;
  line.append(" ").append(command).append("\r\n");
  auto written = connection_.write(line);
  net::Credentials::wipe(line);  // it may hold a password
  if (!written) return std::move(written).failure();
  return tag;
}

Outcome<Session::Status> Session::finish(std::string_view tag, const OnUntagged& on_untagged,
                                         std::string_view continuation) {
  for (;;) {
    auto response = read_response(connection_, limits_);
    if (!response) {
      // Some servers say why in a BYE and hang up before the command is answered.
      if (bye_ && response.failure().kind == FailureKind::kClosed) {
        return failure(FailureKind::kClosed, "the server ended the session", *bye_);
      }
      return std::move(response).failure();
    }
    const Classified what = classify(*response);
    if (what.kind == ResponseKind::kContinuation) {
      // An empty answer lets a refused SASL exchange end as it should (XOAUTH2 tells the reason this way).
      std::string answer(continuation);
      answer += "\r\n";
      continuation = {};
      if (auto written = connection_.write(answer); !written) return std::move(written).failure();
      net::Credentials::wipe(answer);
      continue;
    }
    if (what.kind == ResponseKind::kTagged) {
      if (what.tag != tag) return failure(FailureKind::kProtocol, "the server answered a command never sent");
      const StatusText text = split_status(what.rest);
      if (same_word(text.code, "CAPABILITY")) note(what);
      const Completion completion = same_word(what.word, "OK")   ? Completion::kOk
                                    : same_word(what.word, "NO") ? Completion::kNo
                                                                 : Completion::kBad;
      return Status{completion, std::string(text.code), std::string(text.text)};
    }
    note(what);
    if (on_untagged) on_untagged(what, *response);
  }
}

void Session::note(const Classified& response) {
  if (same_word(response.word, "CAPABILITY")) {
    capabilities_ = read_capabilities(response.rest);
    capabilities_known_ = true;
  } else if (response.number && same_word(response.word, "EXISTS")) {
    // Some servers repeat the number after every command: only growth is news.
    news_ = news_ || *response.number > exists_;
    exists_ = *response.number;
  } else if (response.number && same_word(response.word, "EXPUNGE")) {
    exists_ -= std::min<std::uint32_t>(exists_, 1);
  } else if (same_word(response.word, "BYE")) {
    bye_ = std::string(response.rest);
  } else if (same_word(response.word, "OK") || same_word(response.word, "PREAUTH")) {
    const StatusText status = split_status(response.rest);
    if (!same_word(status.code, "CAPABILITY")) return;
    capabilities_ = read_capabilities(status.arguments);
    capabilities_known_ = true;
  }
}

Outcome<Session::Status> Session::run(std::string_view command, const OnUntagged& on_untagged) {
  connection_.begin_command(kCommandBudget);
  auto tag = send(command);
  if (!tag) return std::move(tag).failure();
  return finish(*tag, on_untagged);
}

Outcome<void> Session::expect_ok(std::string_view command, std::string_view doing) {
  auto status = run(command);
  if (!status) return std::move(status).failure();
  if (status->completion == Completion::kOk) return {};
  const FailureKind kind = status->completion == Completion::kNo ? FailureKind::kRefused : FailureKind::kProtocol;
  return failure(kind, "the server refused to " + std::string(doing), status->text);
}

Outcome<Mailbox> Session::select(std::string_view folder, Access access) {
  return open_folder(access == Access::kReadOnly ? "EXAMINE " : "SELECT ", to_modified_utf7(folder));
}

Outcome<Mailbox> Session::examine(std::string_view server_name) { return open_folder("EXAMINE ", server_name); }

Outcome<Mailbox> Session::open_folder(std::string_view verb, std::string_view server_name) {
  const std::string name = quoted(server_name).value_or("\"INBOX\"");
  Mailbox mailbox;
  exists_ = 0;
  auto status = run(std::string(verb) + name, [&](const Classified& what, Response&) {
    if (what.number && same_word(what.word, "EXISTS")) mailbox.exists = *what.number;
    const StatusText text = split_status(what.rest);
    if (same_word(text.code, "UIDVALIDITY")) mailbox.uid_validity = parse_number(text.arguments).value_or(0);
    if (same_word(text.code, "UIDNEXT")) mailbox.uid_next = parse_number(text.arguments);
  });
  if (!status) return std::move(status).failure();
  if (status->completion != Completion::kOk) {
    return failure(FailureKind::kNotFound, "the folder cannot be opened", status->text);
  }
  if (mailbox.uid_validity == 0) return failure(FailureKind::kProtocol, "the server gives no UIDVALIDITY");
  news_ = false;
  return mailbox;
}

Outcome<std::vector<Uid>> Session::search(Uid first, std::optional<std::int64_t> since) {
  std::string criteria = "UID " + std::to_string(first) + ":*";
  if (since && *since > kDayMicros) criteria += " SINCE " + search_date(*since - kDayMicros);
  // From here on: mail that arrives while the server searches may be missing from what it found, and is news.
  news_ = false;
  auto uids = find(criteria);
  // "n:*" always names the last mail, even when its UID is below n (RFC 3501 section 6.4.8).
  if (uids) std::erase_if(*uids, [first](Uid uid) { return uid < first; });
  return uids;
}

Outcome<std::vector<Uid>> Session::still_there(const std::vector<Uid>& uids) {
  if (uids.empty()) return std::vector<Uid>{};
  auto found = find("UID " + sequence_set(uids));
  if (found) std::erase_if(*found, [&](Uid uid) { return !std::binary_search(uids.begin(), uids.end(), uid); });
  return found;
}

Outcome<std::vector<Uid>> Session::find(std::string_view criteria) {
  connection_.begin_command(kSearchBudget);
  auto tag = send("UID SEARCH " + std::string(criteria));
  if (!tag) return std::move(tag).failure();
  std::vector<Uid> uids;
  auto status = finish(*tag, [&](const Classified& what, Response&) {
    if (!same_word(what.word, "SEARCH")) return;
    const auto found = read_search(what.rest);
    uids.insert(uids.end(), found.begin(), found.end());
  });
  if (!status) return std::move(status).failure();
  if (status->completion != Completion::kOk) {
    return failure(FailureKind::kRefused, "the server refused to search", status->text);
  }
  std::sort(uids.begin(), uids.end());
  uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
  return uids;
}

Outcome<std::vector<MailInfo>> Session::describe(const std::vector<Uid>& uids) {
  std::vector<MailInfo> out;
  if (uids.empty()) return out;
  auto status = run("UID FETCH " + sequence_set(uids) + " (UID INTERNALDATE RFC822.SIZE)",
                    [&](const Classified& what, Response& response) {
                      if (!same_word(what.word, "FETCH")) return;
                      const FetchItem item = read_fetch(response);
                      if (!std::binary_search(uids.begin(), uids.end(), item.uid) || !item.size) return;
                      out.push_back({item.uid, item.internal_date.value_or(0), *item.size});
                    });
  if (!status) return std::move(status).failure();
  std::sort(out.begin(), out.end(), [](const MailInfo& a, const MailInfo& b) { return a.uid < b.uid; });
  const auto same = [](const MailInfo& a, const MailInfo& b) { return a.uid == b.uid; };
  out.erase(std::unique(out.begin(), out.end(), same), out.end());
  return out;
}

Outcome<void> Session::ask_for_mails(const std::vector<MailInfo>& mails, std::uint64_t max_mail_bytes) {
  asked_ = mails;
  max_mail_bytes_ = max_mail_bytes;
  fetch_tag_.clear();
  if (mails.empty()) return {};
  std::vector<Uid> uids;
  bool whole = true;
  for (const MailInfo& mail : mails) {
    uids.push_back(mail.uid);
    whole = whole && mail.size <= max_mail_bytes;
  }
  const std::string section = whole ? "BODY.PEEK[]" : "BODY.PEEK[]<0." + std::to_string(max_mail_bytes) + ">";
  connection_.begin_command(kFetchBudget);
  auto tag = send("UID FETCH " + sequence_set(uids) + " (UID " + section + ")");
  if (!tag) return std::move(tag).failure();
  fetch_tag_ = *std::move(tag);
  return {};
}

Outcome<std::vector<FetchedMail>> Session::take_mails() {
  std::vector<FetchedMail> out;
  if (fetch_tag_.empty()) return out;
  connection_.begin_command(kFetchBudget);
  const auto by_uid = [](const auto& entry, Uid uid) { return entry.uid < uid; };
  auto status = finish(fetch_tag_, [&](const Classified& what, Response& response) {
    if (!same_word(what.word, "FETCH") || out.size() >= asked_.size()) return;
    FetchItem item = read_fetch(response);
    const auto known = std::lower_bound(asked_.begin(), asked_.end(), item.uid, by_uid);
    if (!item.body || known == asked_.end() || known->uid != item.uid) return;
    out.push_back({*known, *std::move(item.body), known->size > max_mail_bytes_});
  });
  fetch_tag_.clear();
  if (!status) return std::move(status).failure();
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.info.uid < b.info.uid; });
  return out;
}

Outcome<OneMail> Session::fetch_one(Uid uid, Extent extent, std::uint64_t max_bytes) {
  const std::string section = (extent == Extent::kMail ? "BODY.PEEK[]" : "BODY.PEEK[HEADER]") + std::string("<0.") +
                              std::to_string(max_bytes + 1) + ">";
  connection_.begin_command(kFetchBudget);
  auto tag = send("UID FETCH " + std::to_string(uid) + " (UID INTERNALDATE RFC822.SIZE " + section + ")");
  if (!tag) return std::move(tag).failure();
  OneMail out;
  auto status = finish(*tag, [&](const Classified& what, Response& response) {
    if (!same_word(what.word, "FETCH")) return;
    FetchItem item = read_fetch(response);
    if (item.uid != uid || !item.body) return;
    out.mail = FetchedMail{
        {uid, item.internal_date.value_or(0), item.size.value_or(item.body->size())}, *std::move(item.body), false};
  });
  if (!status) return std::move(status).failure();
  if (status->completion != Completion::kOk) out.refusal = net::presentable(status->text);
  if (status->completion != Completion::kOk && out.refusal.empty()) out.refusal = "no reason given";
  if (out.mail && out.mail->raw.size() > max_bytes) {
    out.mail->raw.resize(max_bytes);
    out.mail->truncated = true;
  }
  return out;
}

Outcome<IdleEnd> Session::idle(net::Milliseconds span) {
  if (std::exchange(news_, false)) return IdleEnd::kNews;
  connection_.begin_command(kCommandBudget);
  auto tag = send("IDLE");
  if (!tag) return std::move(tag).failure();
  bool waiting = false;
  const auto until = net::SteadyClock::now() + span;
  while (!news_) {
    if (waiting) {
      const auto left = std::chrono::ceil<net::Milliseconds>(until - net::SteadyClock::now());
      auto input = connection_.wait_for_input(std::max(left, net::Milliseconds{0}));
      if (!input) return std::move(input).failure();
      if (!*input) break;
    }
    connection_.begin_command(kCommandBudget);
    auto response = read_response(connection_, limits_);
    if (!response) return std::move(response).failure();
    const Classified what = classify(*response);
    if (what.kind == ResponseKind::kContinuation) waiting = true;
    if (what.kind == ResponseKind::kTagged && what.tag == *tag && !waiting) return IdleEnd::kRefused;
    if (what.kind == ResponseKind::kTagged) return failure(FailureKind::kProtocol, "the server ended IDLE", what.rest);
    if (what.kind == ResponseKind::kUntagged) note(what);
    if (bye_) return failure(FailureKind::kClosed, "the server ended the session", *bye_);
  }
  connection_.begin_command(kCommandBudget);
  if (auto written = connection_.write("DONE\r\n"); !written) return std::move(written).failure();
  auto status = finish(*tag, {});
  if (!status) return std::move(status).failure();
  return std::exchange(news_, false) ? IdleEnd::kNews : IdleEnd::kQuiet;
}

Outcome<IdleEnd> Session::noop() {
  if (auto done = expect_ok("NOOP", "check for news"); !done) return std::move(done).failure();
  return std::exchange(news_, false) ? IdleEnd::kNews : IdleEnd::kQuiet;
}

Outcome<void> Session::mark_done(const std::vector<Uid>& uids, std::string_view flag) {
  if (uids.empty()) return {};
  std::string command = "UID STORE " + sequence_set(uids) + " +FLAGS.SILENT (";
  return expect_ok(command.append(flag).append(")"), "mark mails");
}

Outcome<void> Session::move_to(const std::vector<Uid>& uids, std::string_view folder) {
  if (uids.empty()) return {};
  const std::string set = sequence_set(uids);
  const std::string target = quoted(to_modified_utf7(folder)).value_or("\"\"");
  if (capabilities_.move) return expect_ok("UID MOVE " + set + " " + target, "move mails");
  if (!capabilities_.uid_plus) return failure(FailureKind::kRefused, "the server can neither MOVE nor UID EXPUNGE");
  if (auto copied = expect_ok("UID COPY " + set + " " + target, "copy mails"); !copied) return copied;
  if (auto marked = mark_done(uids, "\\Deleted"); !marked) return marked;
  return expect_ok("UID EXPUNGE " + set, "remove moved mails");
}

void Session::log_out() {
  connection_.begin_command(kGoodbyeBudget);
  if (auto tag = send("LOGOUT")) [[maybe_unused]]
    auto ended = finish(*tag, {});
  connection_.close();
}

}  // namespace frontdesk::email::imap
