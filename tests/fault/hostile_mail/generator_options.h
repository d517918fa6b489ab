// Command line and files of the two generators.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::mailgen {

struct Options {
  std::uint64_t seed = 1;
  std::size_t count = 1000;
  std::filesystem::path out;
  bool maildir = false;  ///< write into DIR/new, as a mail server delivers
};

/// Reads the arguments and makes the folders; nullopt for wrong arguments.
std::optional<Options> read_options(int argc, char** argv);

/// Writes one mail; returns its path below `out`, empty on failure (which has been reported on stderr).
std::string write_mail(const Options& options, const std::string& name, std::string_view raw);
bool write_file(const std::filesystem::path& path, std::string_view content);

}  // namespace frontdesk::mailgen
