#include "oauth/http_post.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "net/credentials.h"

namespace frontdesk::email::oauth {
namespace {

using net::Connection;
using net::Failure;
using net::FailureKind;
using net::Outcome;

constexpr std::size_t kMaxLineBytes = 16U << 10;
constexpr std::size_t kMaxBodyBytes = 256U << 10;
constexpr int kMaxHeaders = 200;
constexpr net::Milliseconds kBudget{30'000};

struct Target {
  net::Security security = net::Security::kTls;
  std::string host;
  std::uint16_t port = 443;
  std::string path;
};

std::optional<Target> parse_url(std::string_view url) {
  Target out;
  if (url.substr(0, 8) == "https://") {
    url.remove_prefix(8);
  } else if (url.substr(0, 7) == "http://") {
    url.remove_prefix(7);
    out.security = net::Security::kNone;
    out.port = 80;
  } else {
    return std::nullopt;
  }
  const std::size_t slash = std::min(url.find('/'), url.size());
  std::string_view authority = url.substr(0, slash);
  out.path = slash < url.size() ? std::string(url.substr(slash)) : "/";
  if (const auto colon = authority.rfind(':'); colon != std::string_view::npos) {
    const std::string_view digits = authority.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    authority = authority.substr(0, colon);
  }
  out.host = std::string(authority);
  const bool clean = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (out.host.empty() || !clean || out.host.find('@') != std::string::npos) return std::nullopt;
  return out;
}

Failure protocol_failure() { return {FailureKind::kProtocol, "the token server's answer is not understood", {}}; }

bool starts_with_word(std::string_view line, std::string_view lower_word) {
  return line.size() >= lower_word.size() &&
         std::equal(lower_word.begin(), lower_word.end(), line.begin(),
                    [](char wanted, char c) { return wanted == (c >= 'A' && c <= 'Z' ? c + 32 : c); });
}

struct Head {
  int status = 0;
  std::optional<std::size_t> length;
  bool chunked = false;
};

Outcome<Head> read_head(Connection& connection) {
  Head head;
  auto line = connection.read_line(kMaxLineBytes);
  if (!line) return std::move(line).failure();
  if (line->size() < 12 || line->substr(0, 5) != "HTTP/") return protocol_failure();
  std::from_chars(line->data() + 9, line->data() + 12, head.status);
  for (int i = 0; i < kMaxHeaders; ++i) {
    line = connection.read_line(kMaxLineBytes);
    if (!line) return std::move(line).failure();
    if (line->empty()) return head;
    std::string_view value = line->substr(std::min(line->find(':'), line->size() - 1) + 1);
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    if (starts_with_word(*line, "transfer-encoding:")) head.chunked = starts_with_word(value, "chunked");
    if (!starts_with_word(*line, "content-length:")) continue;
    std::size_t length = 0;
    if (std::from_chars(value.data(), value.data() + value.size(), length).ec == std::errc{}) head.length = length;
  }
  return protocol_failure();
}

Outcome<std::string> read_chunks(Connection& connection) {
  std::string body;
  for (;;) {
    auto line = connection.read_line(kMaxLineBytes);
    if (!line) return std::move(line).failure();
    std::size_t size = 0;
    if (std::from_chars(line->data(), line->data() + line->size(), size, 16).ec != std::errc{}) {
      return protocol_failure();
    }
    if (size == 0) return body;
    if (size > kMaxBodyBytes - body.size()) return Failure{FailureKind::kLimit, "the token answer is too large", {}};
    if (auto read = connection.read_exact(size, body); !read) return std::move(read).failure();
    if (auto end = connection.read_line(kMaxLineBytes); !end) return std::move(end).failure();
  }
}

}  // namespace

std::string form_encoded(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out.append("%").append(1, kHex[byte >> 4]).append(1, kHex[byte & 15]);
    }
  }
  return out;
}

Outcome<Answer> post_form(const std::string& url, std::string_view form, const Route& route) {
  const auto target = parse_url(url);
  if (!target) return Failure{FailureKind::kProtocol, "the token address is not an https address", {}};
  auto connection =
      Connection::open({target->host, target->port, target->security, route.ca_file, route.policy}, route.waiting);
  if (!connection) return std::move(connection).failure();
  connection->begin_command(kBudget);
  std::string request = "POST " + target->path + " HTTP/1.1\r\nHost: " + target->host +
                        "\r\nContent-Type: application/x-www-form-urlencoded\r\nAccept: application/json\r\n" +
                        "Connection: close\r\nContent-Length: " + std::to_string(form.size()) + "\r\n\r\n";
  request += form;
  auto written = connection->write(request);
  net::Credentials::wipe(request);
  if (!written) return std::move(written).failure();
  auto head = read_head(*connection);
  if (!head) return std::move(head).failure();
  Answer answer{head->status, {}};
  if (head->chunked) {
    auto body = read_chunks(*connection);
    if (!body) return std::move(body).failure();
    answer.body = *std::move(body);
  } else if (head->length) {
    if (*head->length > kMaxBodyBytes) return Failure{FailureKind::kLimit, "the token answer is too large", {}};
    if (auto read = connection->read_exact(*head->length, answer.body); !read) return std::move(read).failure();
  }
  return answer;
}

}  // namespace frontdesk::email::oauth
