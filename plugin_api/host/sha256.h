// SHA-256 (FIPS 180-4) of a file: small, so that the host needs no crypto library of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::host {

/// Lower-case hexadecimal, 64 characters.
std::string sha256_hex(std::string_view content);
/// Of a whole open file; its offset is not moved. nullopt when it cannot be read.
std::optional<std::string> sha256_hex_of_file(int file);

}  // namespace frontdesk::host
