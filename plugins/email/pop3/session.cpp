#include "pop3/session.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "net/sasl.h"

namespace frontdesk::email::pop3 {
namespace {

using net::Failure;
using net::FailureKind;
using net::Outcome;

constexpr net::Milliseconds kCommandBudget{120'000};
constexpr net::Milliseconds kBlockBudget{30 * 60'000};
constexpr std::size_t kMaxLineBytes = 1U << 20;
constexpr std::uint64_t kMaxListingBytes = 32U << 20;
constexpr std::size_t kMaxUidl = 200;
constexpr std::string_view kEmptyLine = "\r\n";
constexpr int kTopLines = 1000;

std::string_view next_word(std::string_view& text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

template <class Number>
bool read_number(std::string_view word, Number& out) {
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), out);
  return !word.empty() && error == std::errc{} && end == word.data() + word.size();
}

template <class OnLine>
void for_each_line(std::string_view block, OnLine on_line) {
  while (!block.empty()) {
    const std::size_t end = std::min(block.find("\r\n"), block.size());
    on_line(block.substr(0, end));
    block.remove_prefix(std::min(end + 2, block.size()));
  }
}

bool is_temporary(std::string_view text) {
  constexpr std::array<std::string_view, 5> kWords{"[IN-USE]", "[SYS/TEMP]", "[LOGIN-DELAY]", "locked", "try again"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// Neither a line end nor a blank beyond the password's own may reach the server inside a command.
bool is_line_safe(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

}  // namespace

Outcome<Session> Session::open(net::Connection connection, net::Security security) {
  Session session(std::move(connection));
  auto greeting = session.command({});
  if (!greeting) {
    if (greeting.failure().kind != FailureKind::kRefused) return std::move(greeting).failure();
    return Failure{FailureKind::kAuthTemporary, "the server does not take connections now",
                   greeting.failure().server_text};
  }
  if (security == net::Security::kStartTls) {
    if (auto reply = session.command("STLS"); !reply) {
      return Failure{FailureKind::kTlsFailed, "the server does not offer STLS", reply.failure().server_text};
    }
    if (auto secured = session.connection_.start_tls(); !secured) return std::move(secured).failure();
  }
  return session;
}

Outcome<std::string> Session::command(std::string_view line) {
  auto reply = exchange(line);
  if (!reply) return std::move(reply).failure();
  if (reply->continues) return Failure{FailureKind::kProtocol, "the server waits for more than was asked", {}};
  return std::move(reply->text);
}

Outcome<Session::Reply> Session::exchange(std::string_view line) {
  connection_.begin_command(kCommandBudget);
  if (!line.empty()) {
    std::string bytes(line);
    if (bytes != kEmptyLine) bytes += kEmptyLine;
    auto written = connection_.write(bytes);
    net::Credentials::wipe(bytes);
    if (!written) return std::move(written).failure();
  }
  auto reply = connection_.read_line(kMaxLineBytes);
  if (!reply) return std::move(reply).failure();
  if (reply->substr(0, 3) == "+OK") return Reply{std::string(reply->substr(3)), false};
  if (*reply == "+" || reply->substr(0, 2) == "+ ") return Reply{std::string(reply->substr(1)), true};
  if (reply->substr(0, 4) == "-ERR") {
    return Failure{FailureKind::kRefused, "the server refused a command", net::presentable(reply->substr(4))};
  }
  return Failure{FailureKind::kProtocol, "the server does not speak POP3", {}};
}

Outcome<void> Session::sign_in(const net::Credentials& credentials) {
  if (!is_line_safe(credentials.user) || !is_line_safe(credentials.secret)) {
    return Failure{FailureKind::kAuthFailed, "user name or password holds a line break", {}};
  }
  Outcome<std::string> reply = Failure{};
  if (credentials.kind == net::SignIn::kAccessToken) {
    reply = authenticate(credentials);
  } else {
    reply = command("USER " + credentials.user);
    if (reply) {
      std::string line = "PASS " + credentials.secret;
      reply = command(line);
      net::Credentials::wipe(line);
    }
  }
  if (reply) return {};
  if (reply.failure().kind != FailureKind::kRefused) return std::move(reply).failure();
  const bool temporary = is_temporary(reply.failure().server_text);
  return Failure{temporary ? FailureKind::kAuthTemporary : FailureKind::kAuthFailed,
                 temporary ? "signing in is not possible just now" : "the server refused user name, password or token",
                 reply.failure().server_text};
}

Outcome<std::string> Session::authenticate(const net::Credentials& credentials) {
  auto reply = exchange("AUTH XOAUTH2");
  if (!reply) return std::move(reply).failure();
  if (!reply->continues) return Failure{FailureKind::kProtocol, "the server does not wait for the token", {}};
  std::string response = net::to_base64(net::sasl_xoauth2(credentials.user, credentials.secret));
  reply = exchange(response);
  net::Credentials::wipe(response);
  // A refused token is explained in a challenge, which an empty answer ends; then comes -ERR.
  if (reply && reply->continues) reply = exchange(kEmptyLine);
  if (!reply) return std::move(reply).failure();
  if (reply->continues) return Failure{FailureKind::kProtocol, "the server asks on and on", {}};
  return std::move(reply->text);
}

Outcome<std::string> Session::read_block(std::uint64_t max_bytes) {
  connection_.begin_command(kBlockBudget);
  std::string out;
  for (;;) {
    auto line = connection_.read_line(max_bytes);  // some mails are one single line
    if (!line) return std::move(line).failure();
    if (*line == ".") return out;
    if (!line->empty() && line->front() == '.') line->remove_prefix(1);
    if (out.size() + line->size() + 2 > max_bytes) {
      return Failure{FailureKind::kLimit, "the server sent more than it announced", {}};
    }
    out.append(*line).append("\r\n");
  }
}

Outcome<std::vector<ListedMail>> Session::list() {
  if (auto reply = command("LIST"); !reply) return std::move(reply).failure();
  auto sizes = read_block(kMaxListingBytes);
  if (!sizes) return std::move(sizes).failure();
  if (auto reply = command("UIDL"); !reply) return std::move(reply).failure();
  auto uidls = read_block(kMaxListingBytes);
  if (!uidls) return std::move(uidls).failure();

  std::map<std::uint32_t, ListedMail> mails;
  for_each_line(*uidls, [&](std::string_view line) {
    ListedMail mail;
    const bool numbered = read_number(next_word(line), mail.number);
    mail.uidl = std::string(next_word(line).substr(0, kMaxUidl));
    if (numbered && !mail.uidl.empty()) mails[mail.number] = std::move(mail);
  });
  for_each_line(*sizes, [&](std::string_view line) {
    std::uint32_t number = 0;
    if (!read_number(next_word(line), number)) return;
    if (const auto found = mails.find(number); found != mails.end()) read_number(next_word(line), found->second.size);
  });
  std::vector<ListedMail> out;
  for (auto& [number, mail] : mails) out.push_back(std::move(mail));
  return out;
}

Outcome<RetrievedMail> Session::retrieve(const ListedMail& mail, std::uint64_t max_bytes) {
  const bool whole = mail.size <= max_bytes;
  const std::string number = std::to_string(mail.number);
  auto reply = command(whole ? "RETR " + number : "TOP " + number + " " + std::to_string(kTopLines));
  if (!reply) return std::move(reply).failure();
  // Announced sizes are often a little wrong (line ends); twice the size and a margin is certainly a lie.
  auto raw = read_block(std::max(mail.size, max_bytes) * 2 + (1U << 20));
  if (!raw) return std::move(raw).failure();
  return RetrievedMail{*std::move(raw), !whole};
}

Outcome<void> Session::remove(std::uint32_t number) {
  if (auto reply = command("DELE " + std::to_string(number)); !reply) return std::move(reply).failure();
  return {};
}

Outcome<void> Session::quit() {
  auto reply = command("QUIT");
  connection_.close();
  if (!reply) return std::move(reply).failure();
  return {};
}

}  // namespace frontdesk::email::pop3
