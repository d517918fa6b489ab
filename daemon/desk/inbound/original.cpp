#include "desk/inbound/original.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace frontdesk::desk {
namespace {

constexpr std::string_view kMark("\0fdo1", 5);
constexpr std::size_t kLeastAttachment = 1024;
/// Begins every encoded attachment: whole groups, within the first line of all usual lengths.
constexpr std::size_t kSoughtBytes = 45;
constexpr std::size_t kMostLine = 1000;
constexpr std::size_t kMostGaps = 1000;

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// Two characters for each twelve bits.
constexpr auto kPairs = [] {
  std::array<std::array<char, 2>, 4096> pairs{};
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = {kAlphabet[i >> 6], kAlphabet[i & 63]};
  return pairs;
}();

std::size_t encoded_size(std::size_t size) { return (size + 2) / 3 * 4; }

/// RFC 4648 section 4, with padding; `out` has encoded_size(in.size()) bytes.
void encode(std::string_view in, char* out) {
  const auto* from = reinterpret_cast<const unsigned char*>(in.data());
  std::size_t left = in.size();
  for (; left >= 3; left -= 3, from += 3, out += 4) {
    const std::uint32_t group = std::uint32_t{from[0]} << 16 | std::uint32_t{from[1]} << 8 | from[2];
    std::memcpy(out, kPairs[group >> 12].data(), 2);
    std::memcpy(out + 2, kPairs[group & 0xFFF].data(), 2);
  }
  if (left == 0) return;
  const std::uint32_t group = std::uint32_t{from[0]} << 16 | (left == 2 ? std::uint32_t{from[1]} << 8 : 0);
  std::memcpy(out, kPairs[group >> 12].data(), 2);
  out[2] = left == 2 ? kAlphabet[group >> 6 & 63] : '=';
  out[3] = '=';
}

struct Gap {
  std::uint32_t at = 0;  ///< in what is kept
  std::uint32_t attachment = 0;
  std::uint32_t line = 0;  ///< characters
  std::uint32_t end_of_line = 0;
};

std::string_view end_of_line(std::uint32_t number) { return number == 1 ? "\n" : "\r\n"; }

/// Calls use(line of base64) for every line, with `between` between two.
template <class Use, class Between>
bool for_each_line(std::string_view data, std::uint32_t line, Use use, Between between) {
  std::array<char, kMostLine> text{};
  const std::size_t bytes = line / 4 * 3;
  for (std::size_t at = 0; at < data.size(); at += bytes) {
    const std::string_view part = data.substr(at, bytes);
    encode(part, text.data());
    if (at > 0 && !between()) return false;
    if (!use(std::string_view(text.data(), encoded_size(part.size())))) return false;
  }
  return true;
}

/// The stretch of `raw` from `begin` that is `data` in base64; fills in line and end of line. nullopt: it is not.
std::optional<std::size_t> length_of(std::string_view raw, std::size_t begin, std::string_view data, Gap& gap) {
  const std::size_t end = std::min(raw.find_first_of("\r\n", begin), raw.size());
  const std::size_t line = end - begin;
  if (line % 4 != 0 || line > kMostLine) return std::nullopt;
  gap.line = static_cast<std::uint32_t>(line);
  gap.end_of_line = raw.substr(end, 1) == "\n" ? 1 : 2;
  std::size_t at = begin;
  const auto is_next = [&](std::string_view text) {
    if (raw.substr(at, text.size()) != text) return false;
    at += text.size();
    return true;
  };
  if (!for_each_line(data, gap.line, is_next, [&] { return is_next(end_of_line(gap.end_of_line)); }))
    return std::nullopt;
  return at - begin;
}

void put_number(std::string& out, std::size_t number) {
  for (int i = 0; i < 4; ++i) out += static_cast<char>(number >> (8 * i));
}

std::optional<std::uint32_t> take_number(std::string_view& from) {
  if (from.size() < 4) return std::nullopt;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number |= std::uint32_t{static_cast<unsigned char>(from[i])} << (8 * i);
  from.remove_prefix(4);
  return number;
}

std::string with_gaps(const std::vector<Gap>& gaps, std::size_t kept) {
  std::string out;
  out.reserve(kMark.size() + 4 + gaps.size() * 16 + kept);
  out += kMark;
  put_number(out, gaps.size());
  for (const Gap& gap : gaps) {
    for (const std::uint32_t number : {gap.at, gap.attachment, gap.line, gap.end_of_line}) put_number(out, number);
  }
  return out;
}

Error corrupt() { return {ErrorCode::kCorrupt, "a stored original has an unknown form"}; }

}  // namespace

std::string take_original(InboundItem& item) {
  std::string raw = std::exchange(item.raw, {});
  if (raw.size() > std::numeric_limits<std::uint32_t>::max()) return raw;
  struct Stretch {
    std::size_t begin, end;
  };
  std::vector<Gap> gaps;
  std::vector<Stretch> left_out;
  std::size_t kept = 0, at = 0;
  for (std::size_t i = 0; i < item.attachments.size() && gaps.size() < kMostGaps; ++i) {
    const std::string_view data = item.attachments[i].data;
    if (data.size() < kLeastAttachment) continue;
    std::array<char, kSoughtBytes / 3 * 4> sought{};
    encode(data.substr(0, kSoughtBytes), sought.data());
    const void* found = ::memmem(raw.data() + at, raw.size() - at, sought.data(), sought.size());
    if (found == nullptr) continue;
    const auto begin = static_cast<std::size_t>(static_cast<const char*>(found) - raw.data());
    Gap gap;
    const auto length = length_of(raw, begin, data, gap);
    if (!length) continue;
    kept += begin - at;
    at = begin + *length;
    gap.at = static_cast<std::uint32_t>(kept);
    gap.attachment = static_cast<std::uint32_t>(i);
    gaps.push_back(gap);
    left_out.push_back({begin, at});
  }
  if (gaps.empty() && !raw.starts_with(kMark)) return raw;
  std::string stored = with_gaps(gaps, kept + raw.size() - at);
  at = 0;
  for (const Stretch& stretch : left_out) {
    stored.append(raw, at, stretch.begin - at);
    at = stretch.end;
  }
  return stored.append(raw, at);
}

Result<std::string> restore_original(std::string_view stored, std::span<const std::string_view> attachments) {
  if (!stored.starts_with(kMark)) return std::string(stored);
  stored.remove_prefix(kMark.size());
  const auto count = take_number(stored);
  if (!count || *count > kMostGaps) return corrupt();
  std::vector<Gap> gaps(*count);
  for (Gap& gap : gaps) {
    for (std::uint32_t* number : {&gap.at, &gap.attachment, &gap.line, &gap.end_of_line}) {
      const auto read = take_number(stored);
      if (!read) return corrupt();
      *number = *read;
    }
  }
  std::string raw;
  const auto append = [&](std::string_view text) {
    raw += text;
    return true;
  };
  std::size_t at = 0;
  for (const Gap& gap : gaps) {
    if (gap.at < at || gap.at > stored.size() || gap.attachment >= attachments.size()) return corrupt();
    if (gap.line == 0 || gap.line % 4 != 0 || gap.line > kMostLine || gap.end_of_line < 1 || gap.end_of_line > 2)
      return corrupt();
    raw += stored.substr(at, gap.at - at);
    at = gap.at;
    for_each_line(attachments[gap.attachment], gap.line, append, [&] { return append(end_of_line(gap.end_of_line)); });
  }
  raw += stored.substr(at);
  return raw;
}

}  // namespace frontdesk::desk
