#include "mime/text/quotes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::size_t kMaxMarkerLength = 400;
constexpr std::size_t kMaxIntroLines = 4;   ///< "On … wrote:" is wrapped by mailers
constexpr std::size_t kMaxBlockLines = 10;  ///< of a "From: / Sent: / To:" block

using Lines = std::vector<std::string_view>;

/// Words between dashes that mark a reply. Forwarded mails are not among them: what is forwarded is what is meant.
constexpr std::array<std::string_view, 10> kOriginalWords = {
    "original message", "original",       "replied message", "原始邮件", "原始郵件",
    "回复的原邮件",     "回复的邮件信息", "原邮件信息",      "原邮件",   "邮件原件"};

constexpr std::array<std::string_view, 9> kIntroEnds = {
    "wrote:", "写道：", "写道:", "寫道：", "寫道:", "写到：", "schrieb:", "a écrit :", "escribió:"};

constexpr std::array<std::string_view, 5> kBlockStarts = {"from", "发件人", "寄件者", "寄件人", "發件人"};
constexpr std::array<std::string_view, 17> kBlockFields = {
    "sent",   "date", "to",   "cc",       "subject",  "发送时间", "发送日期", "日期", "时间",
    "收件人", "抄送", "主题", "傳送時間", "寄件日期", "收件者",   "主旨",     "副本"};

Lines lines_of(std::string_view text) {
  Lines out;
  std::string_view line;
  while (next_line(text, line)) out.push_back(line);
  return out;
}

bool is_blank_line(std::string_view line) { return trim(line).empty() || trim(line) == "\xC2\xA0"; }

/// A quoted line; "> " only, since '>' inside is text.
bool is_quoted_line(std::string_view line) {
  const std::string_view text = trim(line);
  return text.starts_with('>') || text.starts_with("&gt;") || text.starts_with("｜");
}

/// "10:30" or an address: what a mail program writes into its introduction and a sentence rarely holds.
bool has_time_or_address(std::string_view text) {
  for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) {
    const auto digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
    if (at > 0 && digit(at - 1) && digit(at + 1) && digit(at + 2)) return true;
  }
  return text.find('@') != std::string_view::npos;
}

/// Dashes and blanks, in all the forms that mailers put around the words of a marker.
constexpr std::array<std::string_view, 6> kMarkerEdges = {"-", "_", " ", "—", "\xC2\xA0", "&nbsp;"};

/// Cuts all edges off one end.
void strip_edges(std::string_view& text, bool front) {
  while (true) {
    const auto edge = std::find_if(kMarkerEdges.begin(), kMarkerEdges.end(), [&](std::string_view piece) {
      return front ? text.starts_with(piece) : text.ends_with(piece);
    });
    if (edge == kMarkerEdges.end()) return;
    front ? text.remove_prefix(edge->size()) : text.remove_suffix(edge->size());
  }
}

/// "------------------ 原始邮件 ------------------".
bool is_original_marker(std::string_view line) {
  std::string_view text = trim(line);
  if (text.size() > kMaxMarkerLength || !(text.starts_with("--") || text.starts_with("——") || text.starts_with("__"))) {
    return false;
  }
  strip_edges(text, true);
  strip_edges(text, false);
  return std::any_of(kOriginalWords.begin(), kOriginalWords.end(),
                     [&](std::string_view word) { return equals_ignoring_case(text, word); });
}

bool is_own_marker(std::string_view line) {
  return line.size() <= kMaxMarkerLength && (line.find(kReplyMarkerChinese) != std::string_view::npos ||
                                             line.find(kReplyMarkerEnglish) != std::string_view::npos);
}

bool ends_intro(std::string_view line) {
  const std::string_view text = trim(line);
  return std::any_of(kIntroEnds.begin(), kIntroEnds.end(), [&](std::string_view end) { return text.ends_with(end); });
}

bool starts_intro(std::string_view line) {
  static constexpr std::array<std::string_view, 6> kStarts = {"On ", "At ", "在", "Am ", "Le ", "El "};
  const std::string_view text = trim(line);
  return std::any_of(kStarts.begin(), kStarts.end(), [&](std::string_view start) { return text.starts_with(start); }) ||
         text.find('@') != std::string_view::npos || text.starts_with('2');
}

/// "On Fri, 15 Mar 2024 at 10:30, A <a@b> wrote:" over up to four lines. A time or an address must be in it, and
/// "wrote:" must end its line: "you wrote: …" inside a sentence is text.
bool is_intro(const Lines& lines, std::size_t at) {
  if (is_quoted_line(lines[at]) || !starts_intro(lines[at])) return false;
  std::size_t length = 0;
  bool typical = false;
  for (std::size_t i = at; i < lines.size() && i < at + kMaxIntroLines; ++i) {
    if (is_blank_line(lines[i]) || is_quoted_line(lines[i])) return false;
    length += lines[i].size();
    typical |= has_time_or_address(lines[i]);
    if (length > kMaxMarkerLength) return false;
    if (ends_intro(lines[i])) return typical;
  }
  return false;
}

/// "发件人: …" or "*From:* …": the field name before a colon, or nothing.
std::string_view field_name(std::string_view line) {
  std::string_view text = trim(line);
  while (text.starts_with('*')) text.remove_prefix(1);
  std::size_t colon = text.find(':');
  colon = std::min(colon, text.find("："));
  if (colon == std::string_view::npos || colon > 40) return {};
  std::string_view name = trim(text.substr(0, colon));
  while (name.ends_with('*')) name.remove_suffix(1);
  return name;
}

template <class Names>
bool is_one_of(std::string_view name, const Names& names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view n) { return equals_ignoring_case(name, n); });
}

/// A sender line followed closely by at least two more fields of a mail header.
bool is_header_block(const Lines& lines, std::size_t at) {
  if (!is_one_of(field_name(lines[at]), kBlockStarts)) return false;
  std::size_t fields = 0;
  for (std::size_t i = at + 1; i < lines.size() && i < at + kMaxBlockLines; ++i) {
    if (is_one_of(field_name(lines[i]), kBlockFields)) ++fields;
  }
  return fields >= 2;
}

bool is_separator(std::string_view line) {
  const std::string_view text = trim(line);
  return text.size() >= 3 && text.find_first_not_of("-_=*") == std::string_view::npos;
}

/// A marker below which text that is not quoted is still the old mail.
bool is_cutting_marker(const Lines& lines, std::size_t at) {
  return is_own_marker(lines[at]) || is_original_marker(lines[at]) || is_header_block(lines, at);
}

bool is_forward_marker(std::string_view line) {
  const std::string_view text = trim(line);
  if (!text.starts_with("--") || text.size() > kMaxMarkerLength) return false;
  return contains_ignoring_case(text, "forwarded") || text.find("转发") != std::string_view::npos ||
         text.find("轉寄") != std::string_view::npos;
}

/// True when lines after `at` are quoted with '>' and other text stands between or below: an answer in pieces.
bool is_interleaved(const Lines& lines, std::size_t at) {
  bool quoted = false;
  for (std::size_t i = at; i < lines.size(); ++i) {
    if (is_blank_line(lines[i])) continue;
    if (is_quoted_line(lines[i])) {
      quoted = true;
    } else if (trim(lines[i]) == "--") {
      return false;  // a signature ends the mail
    } else if (quoted) {
      return true;
    } else {
      return false;  // unprefixed old text
    }
  }
  return false;
}

std::size_t intro_end(const Lines& lines, std::size_t at) {
  while (at < lines.size() && !ends_intro(lines[at])) ++at;
  return at + 1;
}

/// The first line of the '>' lines that end the text, if all '>' lines stand there.
std::optional<std::size_t> trailing_quote(const Lines& lines) {
  std::size_t start = lines.size();
  std::size_t count = 0;
  for (std::size_t i = lines.size(); i > 0 && (is_blank_line(lines[i - 1]) || is_quoted_line(lines[i - 1])); --i) {
    if (!is_quoted_line(lines[i - 1])) continue;
    start = i - 1;
    ++count;
  }
  if (count < 2) return std::nullopt;
  const bool more_above =
      std::any_of(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(start), is_quoted_line);
  return more_above ? std::nullopt : std::optional(start);
}

std::optional<std::size_t> first_quoted_line(const Lines& lines) {
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (is_forward_marker(lines[at])) return std::nullopt;
    if (is_cutting_marker(lines, at)) return at;
    if (is_intro(lines, at)) {
      if (is_interleaved(lines, intro_end(lines, at))) return std::nullopt;
      return at;
    }
  }
  return trailing_quote(lines);
}

}  // namespace

SplitText split_quotes(std::string_view text) {
  const Lines lines = lines_of(text);
  const auto marker = first_quoted_line(lines);
  if (!marker) return {text, {}};
  std::size_t start = *marker;
  while (start > 0 && (is_blank_line(lines[start - 1]) || is_separator(lines[start - 1]))) --start;
  if (start == 0) return {text, {}};  // nothing above: the answer may stand below
  const std::size_t visible_end =
      static_cast<std::size_t>(lines[start - 1].data() - text.data()) + lines[start - 1].size();
  const std::size_t quoted_start = static_cast<std::size_t>(lines[start].data() - text.data());
  return {text.substr(0, visible_end), text.substr(quoted_start)};
}

}  // namespace frontdesk::email
