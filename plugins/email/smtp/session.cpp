#include "smtp/session.h"

#include <algorithm>
#include <charconv>

#include "net/sasl.h"

namespace frontdesk::email::smtp {
namespace {

using net::Failure;
using net::FailureKind;
using net::Outcome;

constexpr net::Milliseconds kCommandBudget{5 * 60'000};   // RFC 5321 section 4.5.3.2
constexpr net::Milliseconds kContentBudget{60 * 60'000};  // progress is what counts: see Waiting::silence
constexpr net::Milliseconds kVerdictBudget{10 * 60'000};  // section 4.5.3.2.6: scanners take their time after the dot
constexpr net::Milliseconds kGoodbyeBudget{500};
constexpr std::size_t kMaxLineBytes = 8192;
constexpr std::size_t kMaxReplyLines = 200;
constexpr std::size_t kMaxTextBytes = 1000;

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

std::string_view next_word(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

bool contains_word(std::string_view text, std::string_view part) {
  for (std::size_t at = 0; at + part.size() <= text.size(); ++at) {
    if (same_word(text.substr(at, part.size()), part)) return true;
  }
  return false;
}

// "5.1.1 …" at the start of a reply's text.
std::string enhanced_code(std::string_view text) {
  const std::string_view word = next_word(text);
  const bool shaped = word.size() >= 5 && word.size() <= 9 && word[1] == '.' && word[0] >= '2' && word[0] <= '5' &&
                      std::all_of(word.begin(), word.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
  return shaped ? std::string(word) : std::string();
}

bool is_good(const Outcome<Reply>& reply, int hundreds) { return reply && reply->code / 100 == hundreds; }

Delivery broken(const Failure& failure, Ending ending, Decided decided) {
  Delivery out;
  out.decided = decided;
  out.ending = failure.kind == FailureKind::kCancelled && ending == Ending::kTemporary ? Ending::kCancelled : ending;
  out.failure = failure.kind;
  out.reply.text = failure.text;
  return out;
}

// What stands in an SMTP command may neither end the line nor close the path. Inside the quotes of a local part the
// other printable characters are free (RFC 5321 section 4.1.2).
bool is_path_safe(std::string_view address) {
  if (address.starts_with('"')) {
    std::size_t i = 1;
    while (i < address.size() && address[i] != '"') {
      if (address[i] == '\\') ++i;
      if (i >= address.size() || address[i] < ' ' || address[i] > '~') return false;
      ++i;
    }
    if (i + 1 >= address.size() || address[i + 1] != '@') return false;
    address.remove_prefix(i + 1);
  }
  return std::none_of(address.begin(), address.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f || c == '<' || c == '>';
  });
}

// RFC 3461 section 4: xtext.
std::string xtext(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7f && c != '+' && c != '=') {
      out += c;
    } else {
      out.append("+").append(1, kHex[byte >> 4]).append(1, kHex[byte & 15]);
    }
  }
  return out;
}

}  // namespace

std::string dot_stuffed(std::string_view content) {
  std::string out;
  out.reserve(content.size() + content.size() / 64 + 16);
  while (!content.empty()) {
    const std::size_t end = std::min(content.find('\n'), content.size());
    std::string_view line = content.substr(0, end);
    content.remove_prefix(std::min(end + 1, content.size()));
    while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!line.empty() && line.front() == '.') out += '.';
    // A bare CR inside a line must not be taken for a line end by the next server (SMTP smuggling).
    for (char c : line) out += c == '\r' ? ' ' : c;
    out += "\r\n";
  }
  return out;
}

Ending ending_of(const Reply& reply) {
  const bool policy = reply.enhanced.rfind("5.7.", 0) == 0;
  if (reply.code == 530 || reply.code == 534 || reply.code == 535 || reply.code == 538) return Ending::kAuth;
  if (reply.code >= 500) return policy ? Ending::kAuth : Ending::kPermanent;
  return Ending::kTemporary;
}

Ending ending_for_content(const Reply& reply) { return reply.code >= 500 ? Ending::kPermanent : Ending::kTemporary; }

Ending ending_for_recipient(const Reply& reply) {
  const Ending ending = ending_of(reply);
  const bool wants_sign_in =
      reply.code < 550 || contains_word(reply.text, "relay") || contains_word(reply.text, "authentic");
  return ending == Ending::kAuth && !wants_sign_in ? Ending::kPermanent : ending;
}

Outcome<Session> Session::open(net::Connection connection, net::Security security, const std::string& our_name) {
  Session session(std::move(connection), our_name);
  session.connection_.begin_command(kCommandBudget);
  auto greeting = session.read_reply();
  if (!greeting) return std::move(greeting).failure();
  if (greeting->code != 220) {
    return Failure{greeting->code / 100 == 4 ? FailureKind::kAuthTemporary : FailureKind::kRefused,
                   "the server does not take connections now", net::presentable(greeting->text)};
  }
  if (auto greeted = session.greet(); !greeted) return std::move(greeted).failure();
  if (security == net::Security::kStartTls) {
    if (auto upgraded = session.start_tls(); !upgraded) return std::move(upgraded).failure();
  }
  return session;
}

Outcome<Reply> Session::read_reply() {
  Reply reply;
  last_lines_.clear();
  for (;;) {
    auto line = connection_.read_line(kMaxLineBytes);
    if (!line) return std::move(line).failure();
    int code = 0;
    const auto [end, error] =
        std::from_chars(line->data(), line->data() + std::min<std::size_t>(3, line->size()), code);
    const bool shaped = error == std::errc{} && end == line->data() + 3 && code >= 200 && code < 600;
    if (!shaped || last_lines_.size() >= kMaxReplyLines) {
      return Failure{FailureKind::kProtocol, "the server does not speak SMTP", {}};
    }
    const bool is_last = line->size() == 3 || (*line)[3] != '-';
    last_lines_.emplace_back(line->size() > 4 ? line->substr(4) : std::string_view());
    if (reply.text.size() < kMaxTextBytes) {
      if (!reply.text.empty()) reply.text += ' ';
      reply.text += last_lines_.back();
    }
    if (!is_last) continue;
    reply.code = code;
    reply.text = reply.text.substr(0, kMaxTextBytes);
    reply.enhanced = enhanced_code(reply.text);
    return reply;
  }
}

Outcome<Reply> Session::command(std::string_view line) {
  connection_.begin_command(kCommandBudget);
  std::string bytes(line);
  bytes += "\r\n";
  auto written = connection_.write(bytes);
  net::Credentials::wipe(bytes);
  if (!written) return std::move(written).failure();
  return read_reply();
}

Outcome<void> Session::greet() {
  auto reply = command("EHLO " + our_name_);
  if (!reply) return std::move(reply).failure();
  if (reply->code / 100 != 2) {
    return Failure{FailureKind::kProtocol, "the server does not speak extended SMTP", net::presentable(reply->text)};
  }
  read_extensions(last_lines_);
  return {};
}

void Session::read_extensions(const std::vector<std::string>& lines) {
  extensions_ = {};
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::string_view rest = lines[i];
    const std::string_view name = next_word(rest);
    if (same_word(name, "STARTTLS")) extensions_.start_tls = true;
    if (same_word(name, "8BITMIME")) extensions_.eight_bit_mime = true;
    if (same_word(name, "SMTPUTF8")) extensions_.smtp_utf8 = true;
    if (same_word(name, "DSN")) extensions_.dsn = true;
    if (same_word(name, "SIZE")) {
      std::uint64_t bytes = 0;
      std::from_chars(rest.data(), rest.data() + rest.size(), bytes);
      if (bytes > 0) extensions_.max_bytes = bytes;
    }
    // "AUTH=LOGIN" is how servers of long ago say it.
    if (!same_word(name, "AUTH") && !same_word(name.substr(0, 5), "AUTH=")) continue;
    if (name.size() > 5 && same_word(name.substr(5), "PLAIN")) extensions_.auth_plain = true;
    if (name.size() > 5 && same_word(name.substr(5), "LOGIN")) extensions_.auth_login = true;
    extensions_.auth_other = true;
    while (!rest.empty()) {
      const std::string_view mechanism = next_word(rest);
      if (same_word(mechanism, "PLAIN")) extensions_.auth_plain = true;
      if (same_word(mechanism, "LOGIN")) extensions_.auth_login = true;
      if (same_word(mechanism, "XOAUTH2")) extensions_.auth_xoauth2 = true;
    }
  }
}

Outcome<void> Session::start_tls() {
  if (!extensions_.start_tls) return Failure{FailureKind::kTlsFailed, "the server does not offer STARTTLS", {}};
  auto reply = command("STARTTLS");
  if (!reply) return std::move(reply).failure();
  if (reply->code != 220) {
    return Failure{FailureKind::kTlsFailed, "the server refused STARTTLS", net::presentable(reply->text)};
  }
  if (auto secured = connection_.start_tls(); !secured) return secured;
  return greet();
}

Outcome<void> Session::sign_in(const net::Credentials& credentials) {
  const bool by_token = credentials.kind == net::SignIn::kAccessToken;
  if (by_token ? !extensions_.auth_xoauth2 : !extensions_.auth_plain && !extensions_.auth_login) {
    return Failure{FailureKind::kAuthFailed, "the server does not offer this way to sign in", {}};
  }
  auto reply = authenticate(credentials);
  if (!reply) return std::move(reply).failure();
  if (reply->code == 235) return {};
  const bool temporary = reply->code / 100 == 4;
  return Failure{temporary ? FailureKind::kAuthTemporary : FailureKind::kAuthFailed,
                 temporary ? "signing in is not possible just now" : "the server refused user name, password or token",
                 net::presentable(reply->text)};
}

Outcome<Reply> Session::authenticate(const net::Credentials& credentials) {
  const bool by_token = credentials.kind == net::SignIn::kAccessToken;
  if (!by_token && !extensions_.auth_plain) return authenticate_login(credentials);
  std::string clear = by_token ? net::sasl_xoauth2(credentials.user, credentials.secret)
                               : net::sasl_plain(credentials.user, credentials.secret);
  std::string line = (by_token ? "AUTH XOAUTH2 " : "AUTH PLAIN ") + net::to_base64(clear);
  auto reply = command(line);
  net::Credentials::wipe(clear);
  net::Credentials::wipe(line);
  // A refused token is explained in a challenge, which an empty answer ends.
  if (is_good(reply, 3)) reply = command("");
  return reply;
}

Outcome<Reply> Session::authenticate_login(const net::Credentials& credentials) {
  auto reply = command("AUTH LOGIN");
  if (!is_good(reply, 3)) return reply;
  reply = command(net::to_base64(credentials.user));
  if (!is_good(reply, 3)) return reply;
  std::string answer = net::to_base64(credentials.secret);
  reply = command(answer);
  net::Credentials::wipe(answer);
  return reply;
}

std::optional<Delivery> Session::check(const Envelope& mail) const {
  Delivery refused;
  refused.ending = Ending::kPermanent;
  const bool safe = is_path_safe(mail.sender) && !mail.recipients.empty() &&
                    std::all_of(mail.recipients.begin(), mail.recipients.end(), is_path_safe);
  if (!safe) {
    refused.reply = {553, "5.1.3", "an address cannot be used"};
  } else if (extensions_.max_bytes && mail.content.size() > *extensions_.max_bytes) {
    refused.reply = {552, "5.3.4", "the mail is larger than the server takes"};
  } else if (mail.needs_utf8 && !extensions_.smtp_utf8) {
    refused.reply = {553, "5.6.7", "the server takes no addresses beyond ASCII"};
  } else {
    return std::nullopt;
  }
  return refused;
}

std::string Session::mail_command(const Envelope& mail) const {
  std::string line = "MAIL FROM:<" + mail.sender + ">";
  if (extensions_.max_bytes) line += " SIZE=" + std::to_string(mail.content.size());
  if (extensions_.eight_bit_mime) line += " BODY=8BITMIME";
  if (mail.needs_utf8) line += " SMTPUTF8";
  if (extensions_.dsn) line += " RET=HDRS";
  if (extensions_.dsn && !mail.envelope_id.empty()) line += " ENVID=" + xtext(mail.envelope_id.substr(0, 90));
  return line;
}

std::string Session::recipient_command(const std::string& address) const {
  std::string line = "RCPT TO:<" + address + ">";
  if (extensions_.dsn) line += " NOTIFY=FAILURE,DELAY ORCPT=rfc822;" + xtext(address);
  return line;
}

Delivery Session::send(const Envelope& mail) {
  if (auto refused = check(mail)) return *std::move(refused);
  auto reply = command(mail_command(mail));
  if (!reply) return broken(reply.failure(), Ending::kTemporary, Decided::kSender);
  Delivery out;
  if (!is_good(reply, 2)) {
    out.decided = Decided::kSender;
    out.ending = ending_of(*reply);
    out.reply = *std::move(reply);
    reset();
    return out;
  }
  for (const std::string& address : mail.recipients) {
    reply = command(recipient_command(address));
    if (!reply) return broken(reply.failure(), Ending::kTemporary, Decided::kRecipients);
    if (!is_good(reply, 2)) out.refused.push_back({address, *std::move(reply)});
  }
  if (out.refused.size() < mail.recipients.size()) return transfer(mail, std::move(out));
  // Trying again makes sense as long as one recipient is not refused for good.
  const auto temporary = std::find_if(out.refused.begin(), out.refused.end(), [](const RefusedRecipient& one) {
    return ending_for_recipient(one.reply) == Ending::kTemporary;
  });
  out.reply = temporary != out.refused.end() ? temporary->reply : out.refused.front().reply;
  out.ending = ending_for_recipient(out.reply);
  out.decided = Decided::kRecipients;
  reset();
  return out;
}

Delivery Session::transfer(const Envelope& mail, Delivery so_far) {
  // Before DATA: if there is no memory for it, nothing was handed over, and the caller may say so.
  const std::string content = dot_stuffed(mail.content);
  auto reply = command("DATA");
  if (!reply) return broken(reply.failure(), Ending::kTemporary, Decided::kContent);
  if (reply->code != 354) {
    so_far.decided = Decided::kContent;
    so_far.ending = ending_for_recipient(*reply);
    so_far.reply = *std::move(reply);
    reset();
    return so_far;
  }
  connection_.begin_command(kContentBudget);
  if (auto written = connection_.write(content); !written) {
    // Without the dot the server throws it away.
    return broken(written.failure(), Ending::kTemporary, Decided::kContent);
  }
  if (mail.may_hand_over && !mail.may_hand_over()) {
    return broken({net::FailureKind::kRefused, "the desk could not note that the mail is handed over", {}},
                  Ending::kTemporary, Decided::kContent);
  }
  // From here on the server may have taken the mail, whatever we hear of it.
  connection_.begin_command(kVerdictBudget, kVerdictBudget);
  if (mail.handed_over != nullptr) *mail.handed_over = true;
  if (auto written = connection_.write(".\r\n"); !written)
    return broken(written.failure(), Ending::kUnknown, Decided::kVerdict);
  reply = read_reply();
  if (!reply) return broken(reply.failure(), Ending::kUnknown, Decided::kVerdict);
  so_far.decided = Decided::kVerdict;
  so_far.ending = is_good(reply, 2) ? Ending::kSent : ending_for_content(*reply);
  so_far.reply = *std::move(reply);
  return so_far;
}

void Session::reset() { [[maybe_unused]] const auto reply = command("RSET"); }

void Session::quit() {
  connection_.begin_command(kGoodbyeBudget);
  if (connection_.write("QUIT\r\n")) [[maybe_unused]]
    const auto reply = read_reply();
  connection_.close();
}

}  // namespace frontdesk::email::smtp
