// Bytes that are not text: cipher text, hashes, raw mail. Views are valid only as long as what they look at.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// The same memory, seen as bytes or as characters; no copy, no check of encoding.
inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_chars(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
inline Bytes to_bytes(std::string_view text) { return {text.begin(), text.end()}; }
inline std::string to_string(ByteView bytes) { return std::string(as_chars(bytes)); }

/// Lower-case hexadecimal, two characters a byte.
std::string to_hex(ByteView bytes);
/// RFC 4648 section 5 (URL-safe alphabet), without padding: for tokens and ids in addresses.
std::string to_base64url(ByteView bytes);
/// RFC 4648 section 4, with padding.
std::string to_base64(ByteView bytes);

/// The inverse of to_hex() and to_base64(). Strict: only what the encoders write is accepted (one spelling per value;
/// hex also in upper case); nullopt otherwise.
std::optional<Bytes> from_hex(std::string_view text);
std::optional<Bytes> from_base64(std::string_view text);

/// Compares secrets: the time depends on the lengths only.
bool equal_constant_time(ByteView a, ByteView b);

}  // namespace frontdesk
