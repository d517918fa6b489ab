// Masks the text of one block of HTML as one text, although inline tags cut it into pieces: <b>138</b>00138000.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/masker.h"

namespace frontdesk::privacy {

class BlockText {
 public:
  BlockText(const Masker& masker, std::span<const KnownValue> known) : masker_(masker), known_(known) {}

  /// Markup, written as it is.
  void add_markup(std::string markup) { pieces_.push_back({std::move(markup), 0, 0}); }
  void add_text(std::string_view text);
  /// A line break or the border between two cells: seen by the detectors, not written.
  void add_border(char border) { text_ += border; }

  /// Appends everything so far to `out`, masked and escaped, and begins a new block.
  void flush(std::string& out);

 private:
  struct Piece {
    std::string markup;     ///< when begin == end
    std::size_t begin = 0;  ///< else this part of text_
    std::size_t end = 0;
  };

  const Masker& masker_;
  std::span<const KnownValue> known_;
  std::string text_;
  std::vector<Piece> pieces_;
};

}  // namespace frontdesk::privacy
