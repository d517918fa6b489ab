#include "text/domain_name.h"

#include <unicode/uidna.h>

#include <algorithm>
#include <array>
#include <memory>

#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::size_t kMostBytes = 253;
constexpr std::size_t kMostLabelBytes = 63;

struct IdnaCloser {
  void operator()(UIDNA* idna) const { uidna_close(idna); }
};

std::optional<std::string> by_idna(std::string_view domain) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UIDNA, IdnaCloser> idna(
      uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE, &status));
  if (U_FAILURE(status)) return std::nullopt;
  std::array<char, 512> out{};
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  const std::int32_t size = uidna_nameToASCII_UTF8(idna.get(), domain.data(), static_cast<std::int32_t>(domain.size()),
                                                   out.data(), static_cast<std::int32_t>(out.size()), &info, &status);
  if (U_FAILURE(status) || info.errors != 0 || size <= 0 || static_cast<std::size_t>(size) > out.size())
    return std::nullopt;
  return std::string(out.data(), static_cast<std::size_t>(size));
}

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Underscores are in no host name and yet in use.
bool is_host_name(std::string_view name) {
  std::size_t label = 0;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const char c = name[at];
    if (c == '.') {
      if (label == 0 || label > kMostLabelBytes || name[at - 1] == '-') return false;
      label = 0;
      continue;
    }
    if (!is_letter_or_digit(c) && c != '_' && (c != '-' || label == 0)) return false;
    ++label;
  }
  return label > 0 && label <= kMostLabelBytes && name.back() != '-';
}

bool is_literal(std::string_view domain) {
  if (domain.size() < 3 || domain.front() != '[' || domain.back() != ']') return false;
  return std::all_of(domain.begin() + 1, domain.end() - 1,
                     [](char c) { return is_letter_or_digit(c) || c == '.' || c == ':' || c == '-'; });
}

}  // namespace

std::optional<std::string> ascii_domain(std::string_view domain) {
  if (domain.ends_with('.')) domain.remove_suffix(1);
  if (domain.empty() || domain.size() > 2 * kMostBytes) return std::nullopt;
  if (is_literal(domain)) return std::string(domain);
  std::optional<std::string> ascii = is_ascii(domain) ? std::string(domain) : by_idna(domain);
  if (!ascii || ascii->size() > kMostBytes || !is_host_name(*ascii)) return std::nullopt;
  return ascii;
}

}  // namespace frontdesk::email
