#include "privacy/masker.h"

#include <algorithm>
#include <map>

#include "privacy/detect/characters.h"
#include "privacy/detect/covering.h"
#include "privacy/detect/reading.h"
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

Masked covered(std::string_view text, const Finds& finds, std::span<const Aside> asides, Profile profile) {
  Masked masked;
  std::string out;
  out.reserve(text.size());
  CodePointCounter counter(text);
  std::size_t copied = 0;
  for (const Find& find : finds) {
    out.append(text, copied, find.begin - copied);
    out += cover_at(text, find, asides, profile);
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

namespace {

/// Finds of the reading, by their place in the written text.
void append_mapped(const Reading& reading, const Finds& finds, Finds& out) {
  for (Find find : finds) {
    const std::size_t last = find.end - 1;
    find.begin = reading.begin[find.begin];
    find.end = reading.end[last];
    out.push_back(find);
  }
}

/// What the detectors and what the known values find, apart: secrets are destroyed by the first alone.
struct Found {
  Finds detected;
  Finds all;
};

Found find_everywhere(std::string_view text, std::span<const KnownValue> known, std::span<const Aside> asides) {
  Found found;
  found.detected = find_all(text);
  find_known(text, known, found.all);
  for (const Reading& reading : read_as_shown(text, asides)) {
    append_mapped(reading, find_all(reading.text), found.detected);
    Finds known_finds;
    find_known(reading.text, known, known_finds);
    append_mapped(reading, known_finds, found.all);
  }
  found.all.insert(found.all.end(), found.detected.begin(), found.detected.end());
  return found;
}

}  // namespace

Finds find_personal_data(std::string_view text, std::span<const KnownValue> known, std::span<const Aside> asides) {
  return without_overlaps(find_everywhere(text, known, asides).all);
}

std::string cover_at(std::string_view text, const Find& find, std::span<const Aside> asides, Profile profile) {
  return cover(find.kind, value_as_shown(text, find.begin, find.end, asides), profile);
}

Masked Masker::mask(std::string_view text, std::span<const KnownValue> known) const {
  return covered(text, find_personal_data(text, known), {}, profile_);
}

Renditions Masker::render(std::string_view text, std::span<const KnownValue> known,
                          std::span<const Aside> asides) const {
  Found found = find_everywhere(text, known, asides);
  ClearText kept = secrets_destroyed(text, found.detected);
  return {covered(text, without_overlaps(std::move(found.all)), asides, profile_), std::move(kept)};
}

MaskedText Masker::mask_field(DataKind kind, std::string_view value) const {
  return MaskedTextMaker::make(cover(kind, value, profile_));
}

ClearText Masker::without_secrets(const ClearText& text) {
  return secrets_destroyed(text.reveal(), find_everywhere(text.reveal(), {}, {}).detected);
}

}  // namespace frontdesk::privacy
