#include "storage/search/excerpt.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "storage/search/number_part.h"
#include "storage/search/query_words.h"
#include "storage/search/text.h"

namespace frontdesk::storage {
namespace {

constexpr std::size_t kBeforeHit = 30;       // code points
constexpr std::size_t kMostMapped = 20'000;  // code points that are folded one by one

/// A stretch of the original, folded one code point after the other, so that each folded byte knows where it came from.
struct FoldedStretch {
  std::vector<std::string_view> code_points;
  std::string folded;
  std::vector<std::size_t> origin;  ///< of each folded byte: index into code_points
};

FoldedStretch fold_stretch(std::string_view text, std::size_t from, std::size_t count, bool without_hyphens) {
  FoldedStretch stretch;
  for (std::size_t at = from; at < text.size() && stretch.code_points.size() < count;) {
    const std::size_t begin = at;
    text::next_code_point(text, at);
    const std::string_view one = text.substr(begin, at - begin);
    if (!without_hyphens || (one != "-" && one != " ")) {
      const std::string folded = fold_for_search(one);
      stretch.folded += folded;
      stretch.origin.insert(stretch.origin.end(), folded.size(), stretch.code_points.size());
    }
    stretch.code_points.push_back(one);
  }
  return stretch;
}

/// Which code points of the stretch belong to a hit; nullopt: none.
std::optional<std::vector<bool>> marks_in(const FoldedStretch& stretch, const std::vector<std::string>& wanted) {
  std::vector<bool> marks(stretch.code_points.size());
  bool any = false;
  for (const std::string& word : wanted) {
    for (std::size_t at = stretch.folded.find(word); at != std::string::npos;
         at = stretch.folded.find(word, at + word.size())) {
      const std::size_t last = stretch.origin[at + word.size() - 1];
      for (std::size_t i = stretch.origin[at]; i <= last; ++i) marks[i] = true;
      any = true;
    }
  }
  return any ? std::optional(std::move(marks)) : std::nullopt;
}

bool is_blank(std::string_view code_point) {
  return (code_point.size() == 1 && static_cast<unsigned char>(code_point[0]) <= ' ') || code_point == "\u00A0" ||
         code_point == "\u3000" || code_point == "\u2028" || code_point == "\u2029";
}

class PieceWriter {
 public:
  void add(std::string_view code_point, bool is_hit) {
    if (is_blank(code_point)) {
      if (was_blank_) return;
      code_point = " ";
    }
    was_blank_ = code_point == " ";
    if (pieces_.empty() || pieces_.back().is_hit != is_hit) pieces_.push_back({"", is_hit});
    pieces_.back().text += code_point;
  }
  std::vector<ExcerptPiece> take() { return std::move(pieces_); }

 private:
  std::vector<ExcerptPiece> pieces_;
  bool was_blank_ = true;
};

std::vector<ExcerptPiece> cut(const FoldedStretch& stretch, const std::vector<bool>& marks, std::size_t most,
                              bool is_cut_before, bool is_cut_after) {
  const auto first = static_cast<std::size_t>(std::ranges::find(marks, true) - marks.begin());
  const std::size_t begin = first > kBeforeHit ? first - kBeforeHit : 0;
  const std::size_t end = std::min(marks.size(), begin + most);
  PieceWriter writer;
  if (begin > 0 || is_cut_before) writer.add("…", false);
  for (std::size_t i = begin; i < end; ++i) writer.add(stretch.code_points[i], marks[i]);
  if (end < marks.size() || is_cut_after) writer.add("…", false);
  return writer.take();
}

/// The byte at which the code point before `at` begins.
std::size_t step_back(std::string_view text, std::size_t at) {
  do --at;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  return at;
}

/// Ordinary text has as many code points folded as unfolded, so that the place of the first hit is known without
/// folding all one by one.
std::size_t probable_place(std::string_view text, const std::vector<std::string>& wanted) {
  const std::string folded = fold_for_search(text);
  std::size_t first = std::string::npos;
  for (const std::string& word : wanted) first = std::min(first, folded.find(word));
  if (first == std::string::npos) return first;
  std::size_t at = 0;
  for (std::size_t before = text::length(std::string_view(folded).substr(0, first)); before > 0 && at < text.size();
       --before)
    text::next_code_point(text, at);
  for (std::size_t back = 0; back <= kBeforeHit && at > 0; ++back) at = step_back(text, at);
  return at;
}

}  // namespace

std::vector<ExcerptPiece> excerpt(std::string_view masked, std::string_view query, std::size_t most) {
  const std::vector<std::string> words = read_query(query).wanted;
  if (const std::size_t place = probable_place(masked, words); place != std::string::npos) {
    for (const auto& [from, count] : {std::pair(place, most + 2 * kBeforeHit), {std::size_t{0}, kMostMapped}}) {
      const FoldedStretch stretch = fold_stretch(masked, from, count, false);
      const auto marks = marks_in(stretch, words);
      if (!marks) continue;
      const bool is_cut_after =
          !stretch.code_points.empty() &&
          stretch.code_points.back().data() + stretch.code_points.back().size() != masked.data() + masked.size();
      return cut(stretch, *marks, most, from > 0, is_cut_after);
    }
  }
  const std::string number = number_asked_for(query);
  if (number.empty()) return {};
  const FoldedStretch stretch = fold_stretch(masked, 0, kMostMapped, true);
  const auto marks = marks_in(stretch, {number});
  return marks ? cut(stretch, *marks, most, false, false) : std::vector<ExcerptPiece>{};
}

}  // namespace frontdesk::storage
