#include "privacy/data/word_list.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace frontdesk::privacy {
namespace {

bool is_small_letter(char c) { return c >= 'a' && c <= 'z'; }

bool is_section_name(std::string_view name) {
  return !name.empty() && is_small_letter(name.front()) && is_small_letter(name.back()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_small_letter(c) || c == ' '; }) &&
         name.find("  ") == std::string_view::npos;
}

bool holds_control_character(std::string_view line) {
  return std::any_of(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; });
}

class Reader {
 public:
  explicit Reader(std::string_view file) : file_(file) {}

  void read(std::string_view line) {
    ++line_;
    is_section_empty_ = is_section_empty_ && (line.empty() || line[0] == '#' || line[0] == '[');
    if (!text::is_valid_utf8(line)) return fault("this line is no UTF-8; save the file as UTF-8");
    if (holds_control_character(line))
      return fault("a tab or another control character; use blanks, and lines that end with \\n");
    if (line.empty() || line[0] == '#') {
      last_of_block_.clear();
      if (list_.sections.empty()) read_head(line);
    } else if (line[0] == '[') {
      begin_section(line);
    } else {
      read_entry(line);
    }
  }

  WordList finish() {
    end_section();
    line_ = 1;
    if (list_.source.empty())
      fault("no line \"# Source: …\" before the first section; say where the entries come from");
    if (list_.licence.empty())
      fault("no line \"# Licence: …\" before the first section; name the licence of the entries");
    if (list_.sections.empty()) fault("no section; begin one with a line such as [words]");
    return std::move(list_);
  }

 private:
  void fault(std::string_view what) {
    list_.faults.push_back(std::string(file_) + ":" + std::to_string(line_) + ": " + std::string(what));
  }

  void read_head(std::string_view line) {
    const auto value_of = [line](std::string_view key) {
      return line.starts_with(key) ? std::string(text::trim(line.substr(key.size()))) : std::string();
    };
    if (std::string value = value_of("# Source:"); !value.empty()) list_.source = std::move(value);
    if (std::string value = value_of("# Licence:"); !value.empty()) list_.licence = std::move(value);
    has_own_order_ = has_own_order_ || !value_of("# Order:").empty();
    may_repeat_ = may_repeat_ || !value_of("# Repeats:").empty();
  }

  void begin_section(std::string_view line) {
    end_section();
    last_of_block_.clear();
    if (may_repeat_) seen_.clear();
    const std::string_view name = line.substr(1, line.size() < 2 || line.back() != ']' ? 0 : line.size() - 2);
    if (!is_section_name(name)) fault("a section is named by small letters and single blanks: [id card]");
    const bool is_known = std::any_of(list_.sections.begin(), list_.sections.end(),
                                      [name](const WordSection& section) { return section.name == name; });
    if (is_known) fault("the section " + std::string(name) + " is there already; put the entries into one");
    list_.sections.push_back({std::string(name), {}});
    is_section_empty_ = true;
  }

  void end_section() {
    if (!list_.sections.empty() && is_section_empty_) {
      fault("the section " + list_.sections.back().name + " ends here without an entry; take it out or fill it");
    }
  }

  void read_entry(std::string_view line) {
    if (list_.sections.empty())
      return fault("an entry before the first section; begin one with a line such as [words]");
    if (text::trim(line) != line) return fault("a blank before or behind the entry; take it out");
    const std::string entry(line);
    const auto [seen, is_new] = seen_.emplace(entry, line_);
    if (!is_new) return fault(entry + " stands in line " + std::to_string(seen->second) + " already; take one out");
    if (list_.sections.back().holds_characters() && text::length(line) != 1) {
      fault(entry + " is more than one character; this section holds single ones");
    }
    if (!has_own_order_ && entry < last_of_block_) {
      fault(entry + " stands behind " + last_of_block_ + "; sort the lines by code point (LC_ALL=C sort)");
    }
    last_of_block_ = entry;
    list_.sections.back().entries.push_back(entry);
  }

  std::string_view file_;
  std::size_t line_ = 0;
  bool has_own_order_ = false;
  bool is_section_empty_ = false;  // without even a faulty entry
  bool may_repeat_ = false;
  std::string last_of_block_;
  std::map<std::string, std::size_t> seen_;  // entry → line; of the section alone where entries may repeat
  WordList list_;
};

/// "id card" → kIdCard
std::string constant_of(std::string_view section) {
  std::string name = "k";
  for (const std::string_view word : text::split(section, ' ')) {
    name += static_cast<char>(word[0] - 'a' + 'A');
    name += word.substr(1);
  }
  return name;
}

std::string quoted(std::string_view entry) {
  std::string out = "\"";
  for (const char c : entry) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string definition(const WordSection& section) {
  const bool holds_characters = section.holds_characters();
  std::string out = "inline constexpr ";
  out += (holds_characters ? "std::u32string_view " : "auto ") + constant_of(section.name);
  out += holds_characters ? " =" : " = std::to_array<std::string_view>({";
  for (const std::string& entry : section.entries) {
    out += holds_characters ? "\n    U" + quoted(entry) : "\n    " + quoted(entry) + ",";
  }
  return out + (holds_characters ? ";\n" : "\n});\n");
}

}  // namespace

WordList read_word_list(std::string_view text, std::string_view file) {
  Reader reader(file);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    reader.read(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return reader.finish();
}

std::string to_header(const WordList& list, std::string_view stem) {
  const std::string name(stem);
  std::string out = "// Made from daemon/privacy/data/" + name + ".txt by the build; do not edit.\n#pragma once\n\n";
  out += "#include <array>\n#include <string_view>\n\nnamespace frontdesk::privacy::data::" + name + " {\n\n";
  for (const WordSection& section : list.sections) out += definition(section) + "\n";
  return out + "}  // namespace frontdesk::privacy::data::" + name + "\n";
}

}  // namespace frontdesk::privacy
