#include "privacy/masker.h"

#include <algorithm>
#include <map>

#include "privacy/detect/characters.h"
#include "privacy/detect/covering.h"
#include "privacy/detect/resolve.h"
#include "privacy/known_values.h"
#include "privacy/masked_text_maker.h"

namespace frontdesk::privacy {
namespace {

bool is_better(const Find& a, const Find& b) {
  const std::size_t a_size = a.end - a.begin;
  const std::size_t b_size = b.end - b.begin;
  if (a_size != b_size) return a_size > b_size;
  if (a.score != b.score) return a.score > b.score;
  if (a.kind != b.kind) return a.kind > b.kind;
  return a.begin < b.begin;
}

/// Counts code points of a text from left to right, each byte once.
class CodePointCounter {
 public:
  explicit CodePointCounter(std::string_view text) : text_(text) {}
  std::size_t up_to(std::size_t byte) {
    while (at_ < byte) {
      next_character(text_, at_);
      ++count_;
    }
    return count_;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t count_ = 0;
};

}  // namespace

Finds without_overlaps(Finds finds) {
  if (finds.size() < 2) return finds;
  std::sort(finds.begin(), finds.end(), is_better);
  std::map<std::size_t, Find> kept;  // by begin
  for (const Find& find : finds) {
    const auto next = kept.lower_bound(find.begin);
    if (next != kept.end() && next->first < find.end) continue;
    if (next != kept.begin() && std::prev(next)->second.end > find.begin) continue;
    kept.emplace(find.begin, find);
  }
  Finds result;
  result.reserve(kept.size());
  for (auto& [begin, find] : kept) result.push_back(find);
  return result;
}

namespace {

Masked covered(std::string_view text, const Finds& finds, Profile profile) {
  Masked masked;
  std::string out;
  out.reserve(text.size());
  CodePointCounter counter(text);
  std::size_t copied = 0;
  for (const Find& find : finds) {
    out.append(text, copied, find.begin - copied);
    out += cover(find.kind, text.substr(find.begin, find.end - find.begin), profile);
    copied = find.end;
    const std::size_t start = counter.up_to(find.begin);
    masked.spans.push_back({start, counter.up_to(find.end), find.kind});
  }
  out.append(text, copied);
  masked.text = MaskedTextMaker::make(std::move(out));
  return masked;
}

bool is_secret(const Find& find) { return find.kind == DataKind::kSecret; }

/// `finds`: all of the detectors', overlaps and all.
ClearText secrets_destroyed(std::string_view original, const Finds& finds) {
  if (std::none_of(finds.begin(), finds.end(), is_secret)) return ClearText(std::string(original));
  std::string out;
  out.reserve(original.size());
  std::size_t copied = 0;
  for (const Find& find : without_overlaps(finds)) {
    if (!is_secret(find)) continue;
    out.append(original, copied, find.begin - copied);
    out += cover(DataKind::kSecret, original.substr(find.begin, find.end - find.begin), Profile::kSop);
    copied = find.end;
  }
  out.append(original, copied);
  return ClearText(std::move(out));
}

}  // namespace

Finds find_personal_data(std::string_view text, std::span<const KnownValue> known) {
  Finds finds = find_all(text);
  find_known(text, known, finds);
  return without_overlaps(std::move(finds));
}

Masked Masker::mask(std::string_view text, std::span<const KnownValue> known) const {
  return covered(text, find_personal_data(text, known), profile_);
}

Renditions Masker::render(std::string_view text, std::span<const KnownValue> known) const {
  Finds finds = find_all(text);
  ClearText kept = secrets_destroyed(text, finds);
  find_known(text, known, finds);
  return {covered(text, without_overlaps(std::move(finds)), profile_), std::move(kept)};
}

MaskedText Masker::mask_field(DataKind kind, std::string_view value) const {
  return MaskedTextMaker::make(cover(kind, value, profile_));
}

ClearText Masker::without_secrets(const ClearText& text) {
  return secrets_destroyed(text.reveal(), find_all(text.reveal()));
}

}  // namespace frontdesk::privacy
