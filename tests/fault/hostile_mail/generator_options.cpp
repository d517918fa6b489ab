#include "generator_options.h"

#include <charconv>
#include <fstream>
#include <iostream>
#include <system_error>

namespace frontdesk::mailgen {
namespace {

template <class Number>
bool read_number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

bool make_folders(const Options& options) {
  std::error_code error;
  if (!options.maildir) {
    std::filesystem::create_directories(options.out, error);
    return !error;
  }
  for (const char* name : {"cur", "new", "tmp"}) {
    std::filesystem::create_directories(options.out / name, error);
    if (error) return false;
  }
  return true;
}

}  // namespace

std::optional<Options> read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--maildir") {
      options.maildir = true;
      continue;
    }
    if (++i >= argc) return std::nullopt;
    const std::string_view value = argv[i];
    if (name == "--out") {
      options.out = value;
    } else if (!(name == "--seed" && read_number(value, options.seed)) &&
               !(name == "--count" && read_number(value, options.count))) {
      return std::nullopt;
    }
  }
  if (options.out.empty() || !make_folders(options)) return std::nullopt;
  return options;
}

std::string write_mail(const Options& options, const std::string& name, std::string_view raw) {
  // Maildir names: unique, ':' and '/' are reserved.
  const std::string file = options.maildir ? "new/1710469800." + name + ".example" : name + ".eml";
  return write_file(options.out / file, raw) ? file : std::string();
}

bool write_file(const std::filesystem::path& path, std::string_view content) {
  std::ofstream out(path, std::ios::binary);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  if (out.flush()) return true;
  std::cerr << "cannot write " << path << '\n';
  return false;
}

}  // namespace frontdesk::mailgen
