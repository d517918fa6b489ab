#include "text/html_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::size_t kMaxQuoteDepth = 8;
constexpr std::size_t kMaxTagNameLength = 16;
constexpr std::size_t kMaxEntityLength = 10;

constexpr std::array<std::string_view, 27> kBlocks = {
    "p",  "div", "table",   "tr",     "ul",      "ol",      "li",     "h1",       "h2",
    "h3", "h4",  "h5",      "h6",     "section", "pre",     "hr",     "form",     "dl",
    "dt", "dd",  "article", "header", "footer",  "address", "center", "fieldset", "body"};

/// Elements whose content is not text for readers.
constexpr std::array<std::string_view, 8> kHidden = {"script",   "style", "title", "noscript",
                                                     "template", "svg",   "math",  "textarea"};

constexpr std::pair<std::string_view, char32_t> kEntities[] = {
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},        {"quot", '"'},     {"apos", '\''},    {"nbsp", ' '},
    {"copy", 0xA9},    {"reg", 0xAE},     {"hellip", 0x2026}, {"mdash", 0x2014}, {"ndash", 0x2013}, {"ldquo", 0x201C},
    {"rdquo", 0x201D}, {"lsquo", 0x2018}, {"rsquo", 0x2019},  {"middot", 0xB7},  {"bull", 0x2022},  {"yen", 0xA5},
    {"euro", 0x20AC},  {"times", 0xD7},   {"trade", 0x2122},  {"deg", 0xB0},     {"laquo", 0xAB},   {"raquo", 0xBB},
    {"ensp", ' '},     {"emsp", 0x3000},  {"thinsp", ' '},    {"eacute", 0xE9},  {"uuml", 0xFC},    {"ouml", 0xF6},
    {"auml", 0xE4}};

template <class List>
bool contains(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::optional<char32_t> numeric_entity(std::string_view digits) {
  const bool hex = digits.starts_with('x') || digits.starts_with('X');
  if (hex) digits.remove_prefix(1);
  if (digits.empty()) return std::nullopt;
  char32_t value = 0;
  for (const char c : digits) {
    const bool decimal = c >= '0' && c <= '9';
    const char lower = static_cast<char>(c | 0x20);
    if (!decimal && !(hex && lower >= 'a' && lower <= 'f')) return std::nullopt;
    value = value * (hex ? 16 : 10) + static_cast<char32_t>(decimal ? c - '0' : lower - 'a' + 10);
    if (value > 0x10FFFF) return 0xFFFD;
  }
  return value;
}

std::optional<char32_t> entity(std::string_view name) {
  if (name.starts_with('#')) return numeric_entity(name.substr(1));
  for (const auto& [known, code_point] : kEntities) {
    if (known == name) return code_point;
  }
  return std::nullopt;
}

/// Lines as a reader would see them: blanks collapse, blocks start lines, quotes carry "> ".
class LineWriter {
 public:
  void text(char32_t c) {
    if (c == 0 || is_deceptive(c)) return;
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0;
    if (blank && !preformatted_) {
      blank_ = !line_.empty();
      return;
    }
    if (c == '\n') return line_break();
    if (blank_) line_.push_back(' ');
    blank_ = false;
    append_code_point(line_, c);
  }
  void block_break() {
    if (!line_.empty()) line_break();
  }
  void line_break() {
    blank_ = false;
    const bool empty = line_.empty();
    if (empty && (empty_lines_ >= 1 || out_.empty())) return;
    empty_lines_ = empty ? empty_lines_ + 1 : 0;
    for (std::size_t i = 0; i < std::min(quote_depth_, kMaxQuoteDepth); ++i) out_ += "> ";
    out_ += std::exchange(line_, {});
    out_.push_back('\n');
  }
  void quote(bool opens) {
    block_break();
    if (opens) {
      ++quote_depth_;
    } else if (quote_depth_ > 0) {
      --quote_depth_;
    }
  }
  void item() {
    block_break();
    line_ = "- ";
  }
  void preformatted(bool on) { preformatted_ = on; }
  std::string take() {
    block_break();
    while (out_.ends_with('\n')) out_.pop_back();
    if (!out_.empty()) out_.push_back('\n');
    return std::move(out_);
  }

 private:
  std::string out_;
  std::string line_;
  std::size_t quote_depth_ = 0;
  std::size_t empty_lines_ = 0;
  bool blank_ = false;
  bool preformatted_ = false;
};

class HtmlReader {
 public:
  explicit HtmlReader(std::string_view html) : html_(html) {}

  std::string read() {
    while (at_ < html_.size()) {
      const char c = html_[at_];
      if (c == '<') {
        take_markup();
      } else if (c == '&') {
        take_entity();
      } else {
        writer_.text(next_code_point(html_, at_));
      }
    }
    return writer_.take();
  }

 private:
  void take_markup() {
    const std::string_view rest = html_.substr(at_);
    if (rest.starts_with("<!--")) return skip_past("-->", 4);
    const bool closes = rest.starts_with("</");
    const std::size_t name_start = closes ? 2 : 1;
    const char first = name_start < rest.size() ? rest[name_start] : ' ';
    if (first == '!' || first == '?') return skip_past(">", 1);
    if (!is_letter(first)) {  // a lone '<'
      ++at_;
      writer_.text('<');
      return;
    }
    std::size_t end = name_start;
    while (end < rest.size() && end < name_start + kMaxTagNameLength &&
           (is_letter(rest[end]) || (rest[end] >= '0' && rest[end] <= '9')))
      ++end;
    const std::string name = to_lower_ascii(rest.substr(name_start, end - name_start));
    at_ += end;
    skip_attributes();
    if (!closes && contains(kHidden, name)) return skip_element(name);
    apply(name, closes);
  }

  void apply(std::string_view name, bool closes) {
    if (name == "br") return writer_.line_break();
    if (name == "blockquote") return writer_.quote(!closes);
    if (name == "td" || name == "th") return writer_.text(' ');
    if (name == "li" && !closes) return writer_.item();
    if (name == "pre") {
      writer_.block_break();
      return writer_.preformatted(!closes);
    }
    if (!contains(kBlocks, name)) return;
    writer_.block_break();
    if (name == "p") writer_.line_break();  // paragraphs stand apart
  }

  /// To the end of the tag; quotes may hold '>'. A quote that never closes ends at the next '>'.
  void skip_attributes() {
    const std::size_t start = at_;
    char quote = '\0';
    for (; at_ < html_.size(); ++at_) {
      const char c = html_[at_];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if ((c == '"' || c == '\'') && at_ > start && html_[at_ - 1] == '=') {
        quote = c;
      } else if (c == '>') {
        ++at_;
        return;
      }
    }
    if (quote != '\0') {
      const std::size_t end = html_.find('>', start);
      at_ = end == std::string_view::npos ? html_.size() : end + 1;
    }
  }

  /// To the closing tag of an element without readable text; without one, a browser hides all the rest, too.
  void skip_element(const std::string& name) {
    const std::string closing = "</" + name;
    for (std::size_t at = html_.find("</", at_); at != std::string_view::npos; at = html_.find("</", at + 2)) {
      if (!starts_with_ignoring_case(html_.substr(at), closing)) continue;
      const std::size_t end = html_.find('>', at);
      at_ = end == std::string_view::npos ? html_.size() : end + 1;
      return;
    }
    at_ = html_.size();
  }

  void skip_past(std::string_view mark, std::size_t least) {
    const std::size_t end = html_.find(mark, at_ + least);
    at_ = end == std::string_view::npos ? html_.size() : end + mark.size();
  }

  void take_entity() {
    const std::string_view here = html_.substr(at_ + 1, kMaxEntityLength);
    std::size_t length = 0;
    while (length < here.size() &&
           (is_letter(here[length]) || (here[length] >= '0' && here[length] <= '9') || here[length] == '#'))
      ++length;
    const auto code_point = entity(here.substr(0, length));
    if (!code_point) {
      ++at_;
      return writer_.text('&');
    }
    at_ += 1 + length;
    if (at_ < html_.size() && html_[at_] == ';') ++at_;
    writer_.text(*code_point);
  }

  std::string_view html_;
  std::size_t at_ = 0;
  LineWriter writer_;
};

}  // namespace

std::string text_of_html(std::string_view html) { return HtmlReader(html).read(); }

}  // namespace frontdesk::email
