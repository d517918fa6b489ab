// The data files of masking: their form, and what each promises to the code that reads it.
#include "privacy/data/word_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "privacy/detect/address/top_level_domains.h"
#include "privacy/detect/anchors.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/name/surnames.h"

namespace frontdesk::privacy {
namespace {

namespace fs = std::filesystem;

const fs::path kData = fs::path(FRONTDESK_SOURCE_DIR) / "daemon/privacy/data";

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  EXPECT_TRUE(in) << file;
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> data_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kData)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

WordList read_data(const std::string& name) { return read_word_list(content_of(kData / name), name); }

/// The entries of one section, or of all.
std::vector<std::string> entries_of(const WordList& list, std::string_view section = {}) {
  std::vector<std::string> entries;
  for (const WordSection& one : list.sections) {
    if (section.empty() || one.name == section) entries.insert(entries.end(), one.entries.begin(), one.entries.end());
  }
  EXPECT_FALSE(entries.empty()) << section;
  return entries;
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

constexpr std::string_view kHead = "# Source: the authors\n# Licence: Apache-2.0\n";

std::vector<std::string> faults_of(std::string_view body) {
  return read_word_list(std::string(kHead) + std::string(body), "x.txt").faults;
}

// ---- the form ----

TEST(WordList, holds_source_licence_and_entries_by_section) {
  const WordList list = read_word_list(
      "# About.\n# Source: a book\n# Licence: CC0-1.0\n\n[id card]\n# remark\na\nb c\n\n# Latin\n[odd "
      "characters]\n王\n",
      "x.txt");
  EXPECT_TRUE(list.faults.empty()) << list.faults.front();
  EXPECT_EQ(list.source, "a book");
  EXPECT_EQ(list.licence, "CC0-1.0");
  ASSERT_EQ(list.sections.size(), 2U);
  EXPECT_EQ(list.sections[0].name, "id card");
  EXPECT_EQ(list.sections[0].entries, (std::vector<std::string>{"a", "b c"}));
  EXPECT_FALSE(list.sections[0].holds_characters());
  EXPECT_TRUE(list.sections[1].holds_characters());
}

TEST(WordList, faults_name_file_line_and_what_to_do) {
  struct Case {
    std::string_view body;
    std::string_view fault;
  };
  const Case cases[] = {
      {"[words]\na\nb\na\n", "x.txt:6: a stands in line 4 already; take one out"},
      {"[words]\na\n[more]\na\nb\n", "x.txt:6: a stands in line 4 already; take one out"},
      {"[words]\nb\na\n", "x.txt:5: a stands behind b; sort the lines by code point (LC_ALL=C sort)"},
      {"[words]\na\xff\n", "x.txt:4: this line is no UTF-8; save the file as UTF-8"},
      {"[words]\na\r\n", "x.txt:4: a tab or another control character; use blanks, and lines that end with \\n"},
      {"[words]\n a\n", "x.txt:4: a blank before or behind the entry; take it out"},
      {"[characters]\n王明\n", "x.txt:4: 王明 is more than one character; this section holds single ones"},
      {"[Words]\na\n", "x.txt:3: a section is named by small letters and single blanks: [id card]"},
      {"[words\na\n", "x.txt:3: a section is named by small letters and single blanks: [id card]"},
      {"[words]\na\n[words]\nb\n", "x.txt:5: the section words is there already; put the entries into one"},
      {"[words]\n[more]\na\n", "x.txt:4: the section words ends here without an entry; take it out or fill it"},
      {"a\n[words]\nb\n", "x.txt:3: an entry before the first section; begin one with a line such as [words]"},
      {"", "x.txt:1: no section; begin one with a line such as [words]"},
  };
  for (const Case& one : cases) {
    const std::vector<std::string> faults = faults_of(one.body);
    ASSERT_EQ(faults.size(), 1U) << one.fault;
    EXPECT_EQ(faults.front(), one.fault);
  }
}

TEST(WordList, without_source_or_licence_is_refused) {
  const std::vector<std::string> faults = read_word_list("# Source:\n\n[words]\na\n", "x.txt").faults;
  ASSERT_EQ(faults.size(), 2U);
  EXPECT_EQ(faults[0], "x.txt:1: no line \"# Source: …\" before the first section; say where the entries come from");
  EXPECT_EQ(faults[1], "x.txt:1: no line \"# Licence: …\" before the first section; name the licence of the entries");
}

TEST(WordList, all_faults_are_named_not_only_the_first) {
  EXPECT_EQ(faults_of("[words]\na\na\n c\nd\nb\n").size(), 3U);
}

TEST(WordList, blocks_are_sorted_each_for_itself) { EXPECT_TRUE(faults_of("[words]\nb\n\n# Latin\na\n").empty()); }

TEST(WordList, may_keep_the_order_of_its_source_or_repeat_words_when_its_head_says_so) {
  EXPECT_TRUE(faults_of("# Order: by rank\n[words]\nb\na\n").empty());
  EXPECT_TRUE(faults_of("# Repeats: two meanings\n[words]\na\n[more]\na\n").empty());
  EXPECT_EQ(faults_of("# Repeats: two meanings\n[words]\na\na\n").size(), 1U);
}

TEST(WordList, becomes_constants_of_a_header) {
  const WordList list =
      read_word_list(std::string(kHead) + "[id card]\na\\\"b\nc\n[odd characters]\n明\n王\n", "x.txt");
  EXPECT_EQ(
      to_header(list, "some_words"),
      "// Made from daemon/privacy/data/some_words.txt by the build; do not edit.\n"
      "#pragma once\n\n#include <array>\n#include <string_view>\n\n"
      "namespace frontdesk::privacy::data::some_words {\n\n"
      "inline constexpr auto kIdCard = std::to_array<std::string_view>({\n    \"a\\\\\\\"b\",\n    \"c\",\n});\n\n"
      "inline constexpr std::u32string_view kOddCharacters =\n    U\"明\"\n    U\"王\";\n\n"
      "}  // namespace frontdesk::privacy::data::some_words\n");
}

// ---- the files ----

TEST(WordFiles, are_well_formed_and_say_source_and_licence) {
  ASSERT_GE(data_files().size(), 20U);
  for (const fs::path& file : data_files()) {
    const WordList list = read_word_list(content_of(file), "daemon/privacy/data/" + file.filename().string());
    for (const std::string& fault : list.faults) ADD_FAILURE() << fault;
    EXPECT_FALSE(list.source.empty()) << file;
    EXPECT_FALSE(list.licence.empty()) << file;
  }
}

TEST(WordFiles, are_all_named_in_the_readme) {
  const std::string readme = content_of(kData / "README.md");
  for (const fs::path& file : data_files()) {
    EXPECT_NE(readme.find("`" + file.filename().string() + "`"), std::string::npos)
        << file.filename() << " is not in daemon/privacy/data/README.md";
  }
}

/// Scans compare with half width and lower case: an entry in another form would never be found.
TEST(WordFiles, are_in_half_width_and_lower_case) {
  const std::set<std::string> as_written = {"iban_lengths.txt", "name_words.txt"};
  for (const fs::path& file : data_files()) {
    if (as_written.contains(file.filename().string())) continue;
    for (const std::string& entry : entries_of(read_data(file.filename()))) {
      EXPECT_EQ(to_plain(entry), entry) << file.filename();
    }
  }
  for (const WordSection& section : read_data("name_words.txt").sections) {
    if (section.name == "clause") continue;  // signs as they are written: ，。
    for (const std::string& entry : section.entries) EXPECT_TRUE(to_plain(entry) == entry || entry == "——") << entry;
  }
}

TEST(WordFiles, numbers_have_the_form_that_is_read) {
  for (const std::string& range : entries_of(read_data("area_codes.txt"))) {
    ASSERT_TRUE(range.size() == 7 && range[3] == '-') << range << ": first-last, three digits each";
    EXPECT_TRUE(is_digits(range.substr(0, 3)) && is_digits(range.substr(4))) << range;
    EXPECT_LE(range.substr(0, 3), range.substr(4)) << range;
  }
  for (const std::string& region : entries_of(read_data("id_regions.txt"))) {
    EXPECT_TRUE(region.size() > 3 && is_digits(region.substr(0, 2)) && region[2] == ' ') << region << ": 11 北京";
  }
  for (const std::string& country : entries_of(read_data("iban_lengths.txt"))) {
    EXPECT_TRUE(country.size() == 5 && country[2] == ' ' && is_digits(country.substr(3))) << country << ": DE 22";
  }
}

TEST(WordFiles, provinces_have_a_name_and_an_ending) {
  for (const std::string& province : entries_of(read_data("provinces.txt"))) {
    const std::size_t blank = province.find(' ');
    ASSERT_NE(blank, std::string::npos) << province << ": 广东 省";
    EXPECT_EQ(province.find(' ', blank + 1), std::string::npos) << province;
  }
}

TEST(WordFiles, cities_have_two_to_four_characters) {
  for (const std::string& city : entries_of(read_data("cities.txt"))) {
    EXPECT_TRUE(text::length(city) >= 2 && text::length(city) <= 4) << city;
  }
}

TEST(WordFiles, ordinary_words_are_two_characters_behind_which_a_name_could_be_seen) {
  for (const std::string& word : entries_of(read_data("ordinary_words.txt"))) EXPECT_EQ(text::length(word), 2U) << word;
}

TEST(WordFiles, titles_have_two_characters) {
  for (const std::string& title : entries_of(read_data("name_words.txt"), "honorific")) {
    EXPECT_EQ(text::length(title), 2U) << title;
  }
}

TEST(WordFiles, compound_surnames_are_found_whole) {
  for (const std::string& name : entries_of(read_data("surnames.txt"), "compound names")) {
    EXPECT_EQ(surname_length(name + "明"), name.size()) << name;
  }
}

TEST(WordFiles, mail_providers_have_a_known_last_label) {
  for (const std::string& domain : entries_of(read_data("mail_providers.txt"))) {
    EXPECT_TRUE(is_top_level_domain(domain.substr(domain.rfind('.') + 1))) << domain;
  }
}

/// A word that no anchor leads to is never looked for.
TEST(WordFiles, words_beside_names_have_an_anchor) {
  const Anchors anchors;
  const auto calls_the_name_detector = [&anchors](const std::string& text) {
    const Anchor first = anchors.next(text, 0);
    return first.at == 0 && (first.detectors & kNameDetector) != 0;
  };
  for (const std::string& word : entries_of(read_data("name_words.txt"))) {
    const bool is_found = calls_the_name_detector(word + "王小明") || calls_the_name_detector(word + "：王小明") ||
                          calls_the_name_detector(word + "，") || calls_the_name_detector(word + " John");
    EXPECT_TRUE(is_found) << word << ": no anchor; words of one character need one in detect/anchors.cpp";
  }
}

}  // namespace
}  // namespace frontdesk::privacy
