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

/// Inside a room: for each sub-room, the sub-rooms of the same room it may include ("" is the room's own folder). A
/// sub-room may always include itself and what lies below it. A room that is not named here has none.
const std::map<std::string, std::map<std::string, std::set<std::string>>> kMayUseInside = {
    {"domain", {{"", {}}, {"clock", {}}, {"ticket", {"profile"}}, {"profile", {"clock", "ticket"}}}},
    {"storage",
     {{"", {"sql", "blob"}},
      {"sql", {"", "blob", "search", "traffic"}},
      {"blob", {"sql"}},
      {"search", {"sql", "tables"}},
      {"tables", {"sql", "search"}},
      {"traffic", {"sql", "search", "tables"}}}},
    {"privacy",
     {{"", {"detect", "detect/number"}},
      {"data", {}},
      {"detect", {"", "data", "detect/address", "detect/name", "detect/number"}},
      {"detect/address", {"", "data", "detect"}},
      {"detect/name", {"", "data", "detect", "detect/address"}},
      {"detect/number", {"data", "detect"}},
      {"html", {"", "detect"}},
      {"seal", {""}}}},
    {"audit", {{"", {"verifier"}}, {"verifier", {""}}}},
    {"desk",
     {{"", {"inbound"}},
      {"account", {"", "audit"}},
      {"audit", {""}},
      {"channel", {"", "audit", "outbound", "plugin"}},
      {"inbound", {"", "inbound/filing"}},
      {"inbound/filing", {"", "inbound", "outbound", "ticket"}},
      {"outbound", {"", "inbound", "ticket"}},
      {"plugin", {"", "audit"}},
      {"ticket", {"", "account", "audit", "inbound", "outbound"}},
      {"ticket/query", {"", "inbound"}}}},
    {"channels", {{"", {"channel"}}, {"channel", {"", "host"}}, {"host", {""}}}},
    {"api",
     {{"", {"door", "http", "live", "routes"}},
      {"door", {"", "http"}},
      {"http", {}},
      {"live", {"http"}},
      {"routes", {"", "door", "http", "live"}}}},
    {"app",
     {{"", {"cli", "configuration", "control", "jobs"}},
      {"cli", {"control"}},
      {"configuration", {}},
      {"control", {}},
      {"jobs", {}}}},
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

/// "ticket/query" of "desk/ticket/query/list.cpp"; empty for a file in the room's own folder.
std::string sub_room(const std::string& path) {
  const auto first = path.find('/');
  const auto last = path.rfind('/');
  return first == last ? std::string() : path.substr(first + 1, last - first - 1);
}

TEST(Rooms, have_sub_rooms_that_only_use_what_the_table_says) {
  for (const auto& [room, table] : kMayUseInside) {
    for (const fs::path& file : sources_below(fs::path("daemon") / room)) {
      const std::string mine = sub_room(fs::relative(file, kRoot / "daemon").generic_string());
      ASSERT_TRUE(table.contains(mine)) << "daemon/" << room << "/" << mine << " is not in the table";
      for (const std::string& line : lines_of(file)) {
        const std::string path = included(line);
        if (first_folder(path) != room || !fs::exists(kRoot / "daemon" / path)) continue;
        const std::string used = sub_room(path);
        EXPECT_TRUE(used == mine || table.at(mine).contains(used)) << fs::relative(file, kRoot) << " includes " << path;
      }
    }
  }
}

TEST(Rooms, hold_a_readme_and_few_enough_files_to_see_at_once) {
  constexpr std::ptrdiff_t kMostFiles = 30;
  for (const char* top : {"daemon", "plugin_api", "plugins"}) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / top)) {
      if (!entry.is_directory()) continue;
      const auto files = std::count_if(fs::directory_iterator(entry.path()), fs::directory_iterator(),
                                       [](const auto& inside) { return is_source(inside.path()); });
      EXPECT_LE(files, kMostFiles) << fs::relative(entry.path(), kRoot);
      if (files > 0) {
        EXPECT_TRUE(fs::exists(entry.path() / "README.md")) << fs::relative(entry.path(), kRoot);
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
