#include "mime/mail_address.h"

#include <algorithm>

#include "text/domain_name.h"
#include "text/unicode.h"

namespace frontdesk::email {
namespace {

/// RFC 5321 says 64; marks for replies are longer than that at some providers.
constexpr std::size_t kMostLocalBytes = 250;

bool is_atom_character(char c) {
  const bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_dot_atom(std::string_view text) {
  std::size_t part = 0;
  for (const char c : text) {
    if (c == '.' && part == 0) return false;
    if (c != '.' && !is_atom_character(c)) return false;
    part = c == '.' ? 0 : part + 1;
  }
  return part > 0;
}

bool is_quotable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

}  // namespace

std::optional<AddressHalves> split_address(std::string_view address) {
  AddressHalves out;
  if (!address.starts_with('"')) {
    const std::size_t at = address.rfind('@');
    if (at == std::string_view::npos) return std::nullopt;
    out.local = address.substr(0, at);
    out.domain = address.substr(at + 1);
    return out;
  }
  out.was_quoted = true;
  for (std::size_t i = 1; i < address.size(); ++i) {
    if (address[i] == '\\' && i + 1 < address.size()) {
      out.local.push_back(address[++i]);
    } else if (address[i] == '"') {
      if (i + 1 >= address.size() || address[i + 1] != '@') return std::nullopt;
      out.domain = address.substr(i + 2);
      return out;
    } else {
      out.local.push_back(address[i]);
    }
  }
  return std::nullopt;
}

std::string joined_address(std::string_view local, std::string_view domain) {
  std::string out;
  if (is_dot_atom(local)) {
    out = local;
  } else {
    out = "\"";
    for (const char c : local) {
      if (c == '"' || c == '\\') out.push_back('\\');
      out.push_back(c);
    }
    out.push_back('"');
  }
  return out.append("@").append(domain);
}

std::optional<std::string> writable_address(std::string_view address) {
  const auto halves = split_address(trim(address));
  if (!halves || halves->local.empty() || halves->local.size() > kMostLocalBytes) return std::nullopt;
  const bool plain = is_dot_atom(halves->local) && measure_utf8(halves->local).valid();
  if (!plain && !is_quotable(halves->local)) return std::nullopt;
  const auto domain = ascii_domain(halves->domain);
  if (!domain) return std::nullopt;
  return joined_address(halves->local, *domain);
}

}  // namespace frontdesk::email
