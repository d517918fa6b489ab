// The readable text of a page, built while it is walked: blocks become lines, list items "- ", table cells are
// separated by tabs, a link whose text is not its address becomes "text <address>".
//
// It is the one text in which personal data of a page is looked for, whether the page is shown as text or as HTML, so
// that both hide the same. Not masked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/detect/reading.h"
#include "privacy/html/hidden.h"
#include "privacy/html/rules.h"
#include "privacy/html/tree.h"

namespace frontdesk::privacy {

struct TextOptions {
  bool keep_quotes = true;  ///< blockquotes as lines beginning with "> "; false: left out
};

/// Where each byte of a piece of the page stands in the text; kNowhere: a blank that was left out.
using TextPlaces = std::vector<std::uint32_t>;
inline constexpr std::uint32_t kNowhere = 0xFFFFFFFF;

class PageText {
 public:
  explicit PageText(TextOptions options = {}) : options_(options) {}

  /// False: the content is skipped, and leave() is not to be called. `alt`: set to the places of an image's words.
  bool enter(const HtmlElement& element, TextPlaces* alt = nullptr);
  void leave(std::string_view tag);
  /// `content`: without controls. `places`: appended to, when given.
  void add(std::string_view content, TextPlaces* places = nullptr);
  /// Ends the text; the other calls are over.
  void finish() { end_line(); }

  [[nodiscard]] const std::string& text() const { return out_; }
  /// The parts of text() that the page hides.
  [[nodiscard]] const std::vector<Aside>& asides() const { return asides_; }

 private:
  struct OpenLink {
    std::size_t begin;  ///< in the line
    MailLink link;
  };

  void add_words(std::string_view words, TextPlaces* places);
  void end_link();
  void put(std::string_view characters);
  void note_aside(std::size_t begin);
  void begin_line();
  void write_line();
  void end_line();
  [[nodiscard]] std::size_t line_size() const { return is_in_line_ ? out_.size() - line_begin_ : 0; }

  const TextOptions options_;
  std::string out_;
  std::vector<Aside> asides_;
  HiddenParts hidden_;
  std::vector<OpenLink> links_;
  std::size_t line_begin_ = 0;   ///< behind the marks of quotes
  std::size_t before_line_ = 0;  ///< before them, and before the gap
  bool is_in_line_ = false;
  bool had_gap_ = false;
  bool wants_gap_ = false;
  int quotes_ = 0;
  int preformatted_ = 0;
};

/// Text and hidden parts of a whole page, without blanks around.
struct ReadablePage {
  std::string text;
  std::vector<Aside> asides;
};
ReadablePage readable(const PageText& page);

}  // namespace frontdesk::privacy
