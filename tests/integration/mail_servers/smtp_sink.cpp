#include "integration/mail_servers/smtp_sink.h"

#include <netinet/in.h>
#include <openssl/evp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <stdexcept>

namespace frontdesk::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// Lines over a blocking socket; nullopt at its end or after 60 s of silence.
class Lines {
 public:
  explicit Lines(int fd) : fd_(fd) {
    const timeval patience{60, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  std::optional<std::string> read() {
    for (;;) {
      if (const auto end = buffer_.find('\n'); end != std::string::npos) {
        std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        if (!line.empty() && line.back() == '\r') line.pop_back();
        return line;
      }
      char chunk[16384];
      const auto got = ::recv(fd_, chunk, sizeof chunk, 0);
      if (got <= 0 || buffer_.size() > (64U << 20)) return std::nullopt;
      buffer_.append(chunk, static_cast<std::size_t>(got));
    }
  }
  bool write(std::string text) {
    text += "\r\n";
    return write_all(text);
  }
  bool write_all(std::string_view text) {
    while (!text.empty()) {
      const auto sent = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  /// The last line of a reply; empty at the end.
  std::string reply() {
    for (;;) {
      auto line = read();
      if (!line) return {};
      if (line->size() < 4 || (*line)[3] != '-') return *line;
    }
  }

 private:
  int fd_;
  std::string buffer_;
};

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

std::string from_base64(const std::string& text) {
  std::string out(text.size() + 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (size < 0) return {};
  out.resize(static_cast<std::size_t>(size) - static_cast<std::size_t>(std::count(text.begin(), text.end(), '=')));
  return out;
}

std::string address_in(const std::string& line) {
  const auto open = line.find('<');
  const auto close = line.find('>', open);
  return open == std::string::npos || close == std::string::npos ? "" : line.substr(open + 1, close - open - 1);
}

std::string domain_of(const std::string& address) {
  return address.substr(std::min(address.rfind('@'), address.size()));
}

/// "a+detail@b" → "a@b"
std::string without_detail(const std::string& address) {
  const auto at = address.rfind('@');
  const auto plus = address.find('+');
  if (at == std::string::npos || plus == std::string::npos || plus > at) return address;
  return address.substr(0, plus) + address.substr(at);
}

bool deliver(std::uint16_t port, const std::string& sender, const std::string& recipient, const std::string& stuffed) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  bool done = false;
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    Lines lmtp(fd);
    const auto step = [&](const std::string& command, char expected) {
      return lmtp.write(command) && lmtp.reply().substr(0, 1) == std::string(1, expected);
    };
    done = lmtp.reply().substr(0, 1) == "2" && step("LHLO localhost", '2') && step("MAIL FROM:<" + sender + ">", '2') &&
           step("RCPT TO:<" + recipient + ">", '2') && step("DATA", '3') && lmtp.write_all(stuffed) && step(".", '2');
    lmtp.write("QUIT");
  }
  ::close(fd);
  return done;
}

}  // namespace

/// One SMTP dialogue.
struct SmtpSink::Client {
  const Settings& settings;
  Lines lines;
  bool signed_in = false;
  std::string sender;
  std::vector<std::string> recipients;

  void authenticate(const std::string& line) {
    std::string user;
    std::string password;
    if (upper(line).rfind("AUTH PLAIN", 0) == 0) {
      std::string response = line.size() > 11 ? line.substr(11) : "";
      if (response.empty()) {
        lines.write("334 ");
        response = lines.read().value_or("");
      }
      const std::string clear = from_base64(response);
      const auto first = clear.find('\0');
      const auto second = clear.find('\0', first + 1);
      if (second != std::string::npos) {
        user = clear.substr(first + 1, second - first - 1);
        password = clear.substr(second + 1);
      }
    } else if (upper(line).rfind("AUTH LOGIN", 0) == 0) {
      lines.write("334 VXNlcm5hbWU6");
      user = from_base64(lines.read().value_or(""));
      lines.write("334 UGFzc3dvcmQ6");
      password = from_base64(lines.read().value_or(""));
    }
    signed_in = settings.signs_in && settings.signs_in(user, password);
    lines.write(signed_in ? "235 2.7.0 welcome" : "535 5.7.8 user name or password is wrong");
  }

  void recipient(const std::string& line) {
    const std::string address = address_in(line);
    const std::string mailbox = settings.mailbox_of ? settings.mailbox_of(without_detail(address)) : "";
    if (domain_of(address) == "@slow.test") {
      lines.write("451 4.2.0 mailbox is busy, try again later");
    } else if (domain_of(address) == "@bad.test" || mailbox.empty()) {
      lines.write("550 5.1.1 user unknown");
    } else {
      recipients.push_back(mailbox == without_detail(address) ? address : mailbox);
      lines.write("250 2.1.5 ok");
    }
  }

  bool data() {
    lines.write("354 go on");
    std::string stuffed;
    for (;;) {
      auto line = lines.read();
      if (!line) return false;
      if (*line == ".") break;
      stuffed += *line + "\r\n";
    }
    bool all = !recipients.empty();
    for (const std::string& to : recipients) all = deliver(settings.lmtp_port, sender, to, stuffed) && all;
    lines.write(all ? "250 2.0.0 taken" : "451 4.3.0 could not be delivered");
    return all;
  }
};

SmtpSink::SmtpSink(Settings settings) : settings_(std::move(settings)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const sockaddr_in address = loopback(settings_.port);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, 64) != 0) {
    ::close(listener_);
    throw std::runtime_error("smtp sink: port is taken");
  }
  acceptor_ = std::thread([this] { accept_loop(); });
}

SmtpSink::~SmtpSink() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  {
    const std::lock_guard lock(mutex_);
    for (const int fd : sockets_) ::shutdown(fd, SHUT_RDWR);
  }
  for (std::thread& thread : threads_) thread.join();
}

void SmtpSink::accept_loop() {
  while (!stopping_) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    const std::lock_guard lock(mutex_);
    sockets_.push_back(fd);
    threads_.emplace_back([this, fd] { serve(fd); });
  }
}

void SmtpSink::serve(int fd) {
  Client client{settings_, Lines(fd), !settings_.requires_sign_in, {}, {}};
  client.lines.write("220 localhost ESMTP sink");
  while (auto line = client.lines.read()) {
    const std::string verb = upper(line->substr(0, 4));
    if (verb == "QUIT") {
      client.lines.write("221 2.0.0 bye");
      break;
    }
    if (verb == "EHLO" || verb == "HELO") {
      client.lines.write("250-localhost\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-SIZE 52428800\r\n250 AUTH PLAIN LOGIN");
    } else if (verb == "AUTH") {
      client.authenticate(*line);
    } else if (verb == "MAIL") {
      client.sender = address_in(*line);
      client.recipients.clear();
      client.lines.write(client.signed_in ? "250 2.1.0 ok" : "530 5.7.0 sign in first");
    } else if (verb == "RCPT" && client.signed_in) {
      client.recipient(*line);
    } else if (verb == "DATA" && !client.recipients.empty()) {
      if (client.data()) ++accepted_;
    } else if (verb == "RSET" || verb == "NOOP") {
      client.lines.write("250 2.0.0 ok");
    } else {
      client.lines.write("503 5.5.1 not now");
    }
  }
  const std::lock_guard lock(mutex_);
  sockets_.remove(fd);
  ::close(fd);
}

}  // namespace frontdesk::test
