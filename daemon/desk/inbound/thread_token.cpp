#include "desk/inbound/thread_token.h"

#include <charconv>

#include "base/bytes.h"
#include "base/text.h"
#include "privacy/seal/vault.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kProofBytes = 5;

std::string proof(const privacy::Vault& vault, std::string_view ticket_digits) {
  const Bytes hash =
      vault.blind_index(privacy::IndexPurpose::kConversation, "thread-token:" + std::string(ticket_digits));
  return to_hex(ByteView(hash).first(kProofBytes));
}

}  // namespace

std::string make_thread_token(const privacy::Vault& vault, TicketId ticket) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, ticket.raw(), 36).ptr;
  const std::string_view shown(digits, static_cast<std::size_t>(end - digits));
  return std::string(shown) + "-" + proof(vault, shown);
}

std::optional<TicketId> verify_thread_token(const privacy::Vault& vault, std::string_view token) {
  // Mail systems may change the case of a local part.
  const std::string lower = text::to_lower_ascii(token);
  const auto dash = lower.find('-');
  if (dash == std::string::npos || dash == 0 || dash > 13) return std::nullopt;
  const std::string_view digits = std::string_view(lower).substr(0, dash);
  std::int64_t raw = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), raw, 36);
  if (error != std::errc{} || end != digits.data() + digits.size() || raw <= 0) return std::nullopt;
  const std::string expected = proof(vault, digits);
  if (!equal_constant_time(as_bytes(expected), as_bytes(std::string_view(lower).substr(dash + 1)))) return std::nullopt;
  return TicketId{raw};
}

}  // namespace frontdesk::desk
