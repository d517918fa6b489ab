// Attachment names that are safe to store, show and download.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::email {

inline constexpr std::size_t kMaxFileNameBytes = 200;

/// The last path component without controls, bidi and other deceptive characters, leading dots and characters that
/// some system forbids; device names of Windows get a '_'. At most 200 bytes, cut at a character, keeping a short
/// extension. Empty becomes "unnamed.<extension of mime>". `written`: decoded UTF-8 (ill-formed bytes are repaired).
[[nodiscard]] std::string safe_file_name(std::string_view written, std::string_view mime);

/// Extension for a MIME type without the dot: "png", "eml", "bin" when unknown.
[[nodiscard]] std::string_view extension_of(std::string_view mime);

}  // namespace frontdesk::email
