#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "unit/email_net/fake_mailbox_server.h"

namespace frontdesk::test {
namespace {

bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// "3,5:7,9:*"
bool is_in(const std::string& set, std::uint32_t uid) {
  std::istringstream parts(set);
  for (std::string part; std::getline(parts, part, ',');) {
    const auto colon = part.find(':');
    const auto first = static_cast<std::uint32_t>(std::stoul(part.substr(0, colon)));
    const std::string last = colon == std::string::npos ? std::to_string(first) : part.substr(colon + 1);
    if (uid >= first && (last == "*" || uid <= std::stoul(last))) return true;
  }
  return false;
}

}  // namespace

FakeMailboxServer::FakeMailboxServer(Protocol protocol, std::vector<ServedMail> mails)
    : protocol_(protocol), mails_(std::move(mails)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, raw, size) != 0 || ::listen(listener_, 8) != 0) return;
  ::getsockname(listener_, raw, &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

FakeMailboxServer::~FakeMailboxServer() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  if (thread_.joinable()) thread_.join();
  ::close(listener_);
}

std::vector<std::string> FakeMailboxServer::lines() const {
  const std::lock_guard lock(mutex_);
  return lines_;
}

void FakeMailboxServer::when_read_to_the_end(std::function<void()> then) {
  const std::lock_guard lock(mutex_);
  at_end_ = std::move(then);
}

void FakeMailboxServer::tell_end() const {
  std::function<void()> then;
  {
    const std::lock_guard lock(mutex_);
    then = at_end_;
  }
  if (then) then();
}

void FakeMailboxServer::serve() {
  while (!stopping_) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    ++connections_;
    talk(fd);
    ::close(fd);
  }
}

void FakeMailboxServer::talk(int fd) {
  const bool imap = protocol_ == Protocol::kImap;
  send_all(fd, imap ? "* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n" : "+OK ready\r\n");
  std::string buffer;
  for (;;) {
    for (auto end = buffer.find("\r\n"); end != std::string::npos; end = buffer.find("\r\n")) {
      const std::string line = buffer.substr(0, end);
      buffer.erase(0, end + 2);
      {
        const std::lock_guard lock(mutex_);
        lines_.push_back(line);
      }
      bool close = false;
      const std::string answer = imap ? answer_imap(line, close) : answer_pop3(line, close);
      if (!send_all(fd, answer) || close) return;
    }
    std::array<char, 4096> chunk{};
    const ssize_t got = ::recv(fd, chunk.data(), chunk.size(), 0);
    if (got <= 0) return;
    buffer.append(chunk.data(), static_cast<std::size_t>(got));
  }
}

std::string FakeMailboxServer::answer_imap(const std::string& line, bool& close) {
  if (line == "DONE") return idle_tag_ + " OK done\r\n";
  std::istringstream words(line);
  std::string tag;
  std::string verb;
  words >> tag >> verb;
  if (verb == "LOGIN") return tag + " OK [CAPABILITY IMAP4rev1 IDLE] in\r\n";
  if (verb == "EXAMINE" || verb == "SELECT") {
    return "* " + std::to_string(mails_.size()) + " EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n" + tag + " OK open\r\n";
  }
  if (verb == "UID") {
    std::string what;
    std::string set;
    words >> what >> set;
    if (what == "SEARCH") words >> set;  // behind "UID"
    std::string rest;
    std::getline(words, rest);
    return what == "SEARCH" ? search(tag, set) : fetch(tag, set, rest, close);
  }
  if (verb == "IDLE" || verb == "NOOP") tell_end();
  if (verb == "IDLE" && refuses_idle_) return tag + " NO IDLE is not for you\r\n";
  if (verb == "IDLE") {
    idle_tag_ = tag;
    return "+ idling\r\n";
  }
  close = verb == "LOGOUT";
  return tag + " OK done\r\n";
}

std::string FakeMailboxServer::search(const std::string& tag, const std::string& set) const {
  std::string out = "* SEARCH";
  for (const ServedMail& mail : mails_) {
    if (is_in(set, mail.uid)) out += " " + std::to_string(mail.uid);
  }
  return out + "\r\n" + tag + " OK done\r\n";
}

std::string FakeMailboxServer::fetch(const std::string& tag, const std::string& set, const std::string& what,
                                     bool& close) const {
  const bool body = what.find("BODY.PEEK[]") != std::string::npos;
  const bool header = what.find("BODY.PEEK[HEADER]") != std::string::npos;
  const auto partial = what.find("<0.");
  const std::size_t most = partial == std::string::npos ? std::string::npos : std::stoul(what.substr(partial + 3));
  std::string out;
  for (std::size_t i = 0; i < mails_.size(); ++i) {
    const ServedMail& mail = mails_[i];
    if (!is_in(set, mail.uid)) continue;
    const Mischief& mischief = mail.mischief;
    if (body && mischief.hang_up) {
      close = true;
      return out;
    }
    if (body ? mischief.refuse : !header && mischief.refuse_size) {
      return out + tag + " NO [SERVERBUG] could not be converted to RFC-822\r\n";
    }
    const std::size_t size = mischief.told_size != 0 ? mischief.told_size : mail.raw.size();
    out += "* " + std::to_string(i + 1) + " FETCH (UID " + std::to_string(mail.uid);
    if (what.find("RFC822.SIZE") != std::string::npos) {
      out += " INTERNALDATE \"15-Mar-2124 10:00:00 +0000\" RFC822.SIZE " + std::to_string(size);
    }
    const std::string text = header ? mail.raw.substr(0, mail.raw.find("\r\n\r\n") + 4) : mail.raw;
    const std::string part = text.substr(0, most);
    if (body || header) out += " BODY[] {" + std::to_string(part.size()) + "}\r\n" + part;
    out += ")\r\n";
  }
  return out + tag + " OK done\r\n";
}

std::string FakeMailboxServer::answer_pop3(const std::string& line, bool& close) {
  std::istringstream words(line);
  std::string verb;
  std::uint32_t number = 0;
  words >> verb >> number;
  if (verb == "LIST" || verb == "UIDL") {
    std::string out = "+OK\r\n";
    for (std::size_t i = 0; i < mails_.size(); ++i) {
      out += std::to_string(i + 1) +
             (verb == "LIST" ? " " + std::to_string(mails_[i].raw.size()) : " uidl-" + std::to_string(mails_[i].uid)) +
             "\r\n";
    }
    return out + ".\r\n";
  }
  if (verb == "RETR" || verb == "TOP") {
    const ServedMail& mail = mails_.at(number - 1);
    if (mail.mischief.refuse || (verb == "TOP" && mail.mischief.refuse_size)) return "-ERR cannot read it\r\n";
    close = mail.mischief.hang_up;
    return close ? std::string() : "+OK\r\n" + mail.raw + ".\r\n";
  }
  if (verb == "AUTH") return "+ \r\n";
  if (verb == "QUIT") tell_end();
  close = verb == "QUIT";
  return "+OK\r\n";
}

}  // namespace frontdesk::test
