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

/// Inside a room: for each sub-room, the sub-rooms of the same room that it includes ("" is the room's own folder). A
/// sub-room may always include itself. A room that is not named here has none. The table tells no more than there is:
/// an arrow that nothing uses any longer is taken out.
const std::map<std::string, std::map<std::string, std::set<std::string>>> kMayUseInside = {
    {"domain", {{"access", {}}, {"clock", {}}, {"ticket", {}}, {"profile", {"access", "clock", "ticket"}}}},
    {"storage",
     {{"", {"sql", "blob"}},
      {"sql", {"", "blob", "search", "traffic"}},
      {"blob", {"sql", "tables"}},
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
     {{"", {"inbound", "people"}},
      {"account", {"", "audit", "use_case"}},
      {"audit", {"", "use_case"}},
      {"channel", {"", "audit", "inbound", "outbound", "plugin", "use_case"}},
      {"inbound", {"", "inbound/filing", "people"}},
      {"inbound/filing", {"", "inbound", "outbound", "people", "ticket"}},
      {"machine", {"", "audit", "channel", "plugin", "use_case"}},
      {"outbound", {"", "inbound", "people", "ticket"}},
      {"people", {""}},
      {"plugin", {"", "audit", "channel", "use_case"}},
      {"ticket", {"", "account", "audit", "use_case"}},
      {"ticket/attachment", {"", "ticket", "use_case"}},
      {"ticket/query", {"", "account", "inbound", "people", "ticket", "use_case"}},
      {"ticket/reply", {"", "inbound", "outbound", "people", "ticket", "ticket/query", "use_case"}},
      {"use_case", {"", "audit", "ticket", "ticket/query"}}}},
    {"channels", {{"", {"channel"}}, {"channel", {"", "host"}}, {"host", {""}}}},
    {"api",
     {{"", {"description", "door", "http", "live", "routes"}},
      {"description", {""}},
      {"door", {"", "http"}},
      {"http", {}},
      {"live", {"http"}},
      {"routes", {"", "door", "http", "live"}}}},
    {"app",
     {{"", {"backup", "cli", "configuration", "control", "jobs", "machine"}},
      {"backup", {}},
      {"cli", {"", "backup", "control"}},
      {"configuration", {}},
      {"control", {}},
      {"jobs", {}},
      {"machine", {"configuration", "control", "jobs"}}}},
};

/// Neighbours that know each other, which makes one thing of the two: none of these is an example. (A sub-room and the
/// folder it lies in may know each other: that folder holds the door and the types that all share.)
const std::set<std::pair<std::string, std::string>> kBothWays = {
    {"storage/blob", "storage/sql"},         // the writer makes blobs durable; blobs are rows, too
    {"storage/search", "storage/sql"},       // every connection registers the tokenizer
    {"storage/search", "storage/tables"},    // rows.h one way, prefix.h the other
    {"storage/sql", "storage/traffic"},      // counters are written at the end of a group
    {"desk/audit", "desk/use_case"},         // the form writes the record; reading the trail is a use case
    {"desk/channel", "desk/plugin"},         // how a plugin is shown stands in channel/views.h
    {"desk/ticket", "desk/use_case"},        // the form knows acts on tickets, which are declared in it
    {"desk/ticket/query", "desk/use_case"},  // the same: what an act shows is the ticket
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

/// From each sub-room to what it includes of its room, with an example. Headers that the build makes count where they
/// are included as if they lay there.
using Arrows = std::map<std::pair<std::string, std::string>, std::string>;
Arrows arrows_inside(const std::string& room) {
  Arrows arrows;
  for (const fs::path& file : sources_below(fs::path("daemon") / room)) {
    const std::string from = fs::relative(file, kRoot / "daemon").generic_string();
    for (const std::string& line : lines_of(file)) {
      const std::string path = included(line);
      if (first_folder(path) == room && sub_room(path) != sub_room(from))
        arrows.emplace(std::pair(sub_room(from), sub_room(path)), from + " includes " + path);
    }
  }
  return arrows;
}

TEST(Rooms, have_sub_rooms_that_only_use_what_the_table_says) {
  for (const auto& [room, table] : kMayUseInside) {
    for (const fs::path& file : sources_below(fs::path("daemon") / room)) {
      const std::string mine = sub_room(fs::relative(file, kRoot / "daemon").generic_string());
      ASSERT_TRUE(table.contains(mine)) << "daemon/" << room << "/" << mine << " is not in the table";
    }
    for (const auto& [arrow, example] : arrows_inside(room))
      EXPECT_TRUE(table.at(arrow.first).contains(arrow.second)) << example;
  }
}

TEST(Rooms, use_what_the_table_says_of_their_sub_rooms) {
  for (const auto& [room, table] : kMayUseInside) {
    const Arrows arrows = arrows_inside(room);
    for (const auto& [mine, used] : table) {
      for (const std::string& other : used)
        EXPECT_TRUE(arrows.contains({mine, other}))
            << "nothing in daemon/" << room << "/" << mine << " includes " << room << "/" << other << " any longer";
    }
  }
}

TEST(Rooms, have_no_new_sub_rooms_that_know_each_other) {
  std::set<std::pair<std::string, std::string>> both_ways;
  for (const auto& [room, table] : kMayUseInside) {
    for (const auto& [one, used] : table) {
      for (const std::string& other : used) {
        const bool is_inside =
            one.empty() || other.empty() || one.starts_with(other + "/") || other.starts_with(one + "/");
        if (!is_inside && one < other && table.contains(other) && table.at(other).contains(one))
          both_ways.emplace(room + "/" + one, room + "/" + other);
      }
    }
  }
  EXPECT_EQ(both_ways, kBothWays);
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
