// The house stands as long as its rooms only use what lies below them (docs/architecture, "The rooms").
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = FRONTDESK_SOURCE_DIR;

/// For each room, the rooms it may include. A room may always include itself.
const std::map<std::string, std::set<std::string>> kMayUse = {
    {"base", {}},
    {"domain", {"base"}},
    {"storage", {"base", "domain"}},
    {"privacy", {"base", "domain", "storage"}},
    {"audit", {"base", "domain", "storage"}},
    {"desk", {"base", "domain", "storage", "privacy", "audit"}},
    {"channels", {"base", "domain", "privacy", "audit", "desk"}},
    {"api", {"base", "domain", "storage", "privacy", "audit", "desk", "channels"}},
    {"app", {"base", "domain", "storage", "privacy", "audit", "desk", "channels", "api"}},
};

bool is_source(const fs::path& file) {
  static const std::set<std::string> kEndings = {".h", ".hpp", ".cpp", ".c"};
  return kEndings.contains(file.extension().string());
}

std::vector<fs::path> sources_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
    if (entry.is_regular_file() && is_source(entry.path())) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The path inside #include "…" or <…>; empty for other lines.
std::string included(const std::string& line) {
  const auto begin = line.find_first_not_of(" \t");
  if (begin == std::string::npos || line.compare(begin, 8, "#include") != 0) return {};
  const auto open = line.find_first_of("\"<", begin);
  if (open == std::string::npos) return {};
  const auto close = line.find_first_of("\">", open + 1);
  return close == std::string::npos ? std::string() : line.substr(open + 1, close - open - 1);
}

std::string first_folder(const std::string& path) { return path.substr(0, path.find('/')); }

TEST(Rooms, include_only_what_lies_below_them) {
  for (const auto& [room, below] : kMayUse) {
    for (const fs::path& file : sources_below(fs::path("daemon") / room)) {
      for (const std::string& line : lines_of(file)) {
        const std::string used = first_folder(included(line));
        if (!kMayUse.contains(used) || used == room) continue;
        EXPECT_TRUE(below.contains(used)) << fs::relative(file, kRoot) << " includes " << included(line);
      }
    }
  }
}

TEST(Plugins, know_nothing_of_the_daemon) {
  for (const char* folder : {"plugins", "plugin_api"}) {
    for (const fs::path& file : sources_below(folder)) {
      for (const std::string& line : lines_of(file)) {
        // A plugin's own folder may be called like a room, e.g. text/; only the daemon's headers are meant.
        const std::string path = included(line);
        EXPECT_FALSE(kMayUse.contains(first_folder(path)) && fs::exists(kRoot / "daemon" / path))
            << fs::relative(file, kRoot) << " includes " << path;
      }
    }
  }
}

TEST(Headers, keep_third_party_headers_out) {
  static const std::set<std::string> kForeign = {"Poco",     "yaml-cpp",   "nlohmann",     "sqlite3.h", "openssl",
                                                 "re2",      "gmime",      "unicode",      "regex",     "iostream",
                                                 "sodium.h", "simdjson.h", "phonenumbers", "gumbo.h"};
  for (const fs::path& file : sources_below("daemon")) {
    if (file.extension() != ".h") continue;
    for (const std::string& line : lines_of(file)) {
      EXPECT_FALSE(kForeign.contains(first_folder(included(line))))
          << fs::relative(file, kRoot) << " includes " << included(line);
    }
  }
}

TEST(Sources, avoid_what_crashes_on_hostile_input) {
  const std::vector<std::string> banned = {
      "std::"
      "regex",
      "Poco::"
      "RegularExpression",
      "Net/"
      "MailMessage.h",
      "Poco/"
      "Data/",
      "Poco/"
      "Process.h",
      "using namespace "
      "std;"};
  for (const char* folder : {"daemon", "plugin_api", "plugins"}) {
    for (const fs::path& file : sources_below(folder)) {
      for (const std::string& line : lines_of(file)) {
        for (const std::string& word : banned) {
          EXPECT_EQ(line.find(word), std::string::npos) << fs::relative(file, kRoot) << ": " << word;
        }
      }
    }
  }
}

TEST(Sources, stay_short_enough_to_read) {
  constexpr std::size_t kMostLines = 600;
  for (const char* folder : {"daemon", "plugin_api", "plugins", "tests"}) {
    for (const fs::path& file : sources_below(folder)) {
      EXPECT_LE(lines_of(file).size(), kMostLines) << fs::relative(file, kRoot);
    }
  }
}

}  // namespace
