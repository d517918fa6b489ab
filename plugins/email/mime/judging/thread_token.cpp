#include "mime/judging/thread_token.h"

#include <algorithm>
#include <utility>

namespace frontdesk::email {
namespace {

constexpr std::size_t kMaxTokenLength = 64;
constexpr std::size_t kMaxTagLength = 32;

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_token_character(char c) { return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_'; }
bool is_tag_character(char c) { return is_letter_or_digit(c) || c == '-'; }

}  // namespace

std::optional<std::string> token_of_address(std::string_view address) {
  const std::size_t at = address.rfind('@');
  const std::string_view local = address.substr(0, at);
  const std::size_t plus = local.rfind('+');
  if (at == std::string_view::npos || plus == std::string_view::npos || plus + 2 >= local.size()) return std::nullopt;
  const char mark = local[plus + 1];
  const std::string_view token = local.substr(plus + 2);
  if ((mark != 'T' && mark != 't') || token.size() > kMaxTokenLength) return std::nullopt;
  if (!std::all_of(token.begin(), token.end(), is_token_character)) return std::nullopt;
  return std::string(token);
}

std::vector<std::string> address_tokens(const Mail& mail) {
  std::vector<std::string> out;
  const auto add = [&](std::string_view address) {
    auto token = token_of_address(address);
    if (token && std::find(out.begin(), out.end(), *token) == out.end()) out.push_back(std::move(*token));
  };
  for (const std::string& address : mail.delivered_to) add(address);
  for (const Address& address : mail.to) add(address.address);
  for (const Address& address : mail.cc) add(address.address);
  if (mail.bounce) {
    for (const std::string& address : mail.bounce->original_from_to) add(address);
  }
  return out;
}

std::optional<std::string> subject_tag(std::string_view subject) {
  for (std::size_t at = subject.find("[#"); at != std::string_view::npos; at = subject.find("[#", at + 2)) {
    const std::string_view rest = subject.substr(at + 2, kMaxTagLength + 1);
    const std::size_t end = rest.find(']');
    if (end == std::string_view::npos || end == 0) continue;
    const std::string_view tag = rest.substr(0, end);
    if (std::all_of(tag.begin(), tag.end(), is_tag_character)) return std::string(tag);
  }
  return std::nullopt;
}

std::string with_token(std::string_view address, std::string_view token) {
  const std::size_t at = std::min(address.rfind('@'), address.size());
  std::string out(address.substr(0, at));
  return out.append("+T").append(token).append(address.substr(at));
}

std::string subject_tag_text(std::string_view ticket_number) {
  return std::string("[#").append(ticket_number).append("]");
}

}  // namespace frontdesk::email
