// What a file really is: by its first bytes, not by the label its sender gave it. Total over any bytes.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::email {

/// The media type that the content shows, else the one the sender declared. Office files are ZIP archives inside: a
/// declared type of that family is kept. `declared` is lower case and may be empty.
[[nodiscard]] std::string real_type(std::string_view bytes, std::string_view declared);

/// True for what runs or scripts when opened: programs, scripts, installers, HTML, SVG, by content or by name.
[[nodiscard]] bool is_unsafe_file(std::string_view bytes, std::string_view name, std::string_view declared);

}  // namespace frontdesk::email
