#include "privacy/html/block_text.h"

#include <algorithm>

#include "privacy/detect/covering.h"
#include "privacy/detect/resolve.h"
#include "privacy/html/rules.h"

namespace frontdesk::privacy {

void BlockText::add_text(std::string_view text) {
  if (text.empty()) return;
  const std::size_t begin = text_.size();
  text_ += text;
  pieces_.push_back({{}, begin, text_.size()});
}

void BlockText::flush(std::string& out) {
  const Finds finds = find_personal_data(text_, known_);
  auto find = finds.begin();
  for (const Piece& piece : pieces_) {
    if (piece.begin == piece.end) {
      out += piece.markup;
      continue;
    }
    std::size_t at = piece.begin;
    while (at < piece.end) {
      while (find != finds.end() && find->end <= at) ++find;
      const std::string_view text(text_);
      if (find == finds.end() || find->begin >= piece.end) {
        out += escape_html(text.substr(at, piece.end - at));
        break;
      }
      if (find->begin >= at) {  // the cover stands where the find begins; its rest in later pieces is left out
        out += escape_html(text.substr(at, find->begin - at));
        out += escape_html(cover(find->kind, text.substr(find->begin, find->end - find->begin), masker_.profile()));
      }
      at = std::min(piece.end, find->end);
    }
  }
  text_.clear();
  pieces_.clear();
}

}  // namespace frontdesk::privacy
