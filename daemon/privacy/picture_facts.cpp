#include "privacy/picture_facts.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace frontdesk::privacy {
namespace {

bool starts_with(ByteView bytes, std::string_view text) {
  const ByteView wanted = as_bytes(text);
  return bytes.size() >= wanted.size() && std::ranges::equal(wanted, bytes.first(wanted.size()));
}

std::uint32_t big(ByteView bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8 | bytes[at + i];
  return value;
}

std::uint32_t little(ByteView bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = count; i > 0; --i) value = value << 8 | bytes[at + i - 1];
  return value;
}

void append(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

/// Which side is up, 1 to 8, from the first directory of an EXIF segment; 0 when it does not say.
std::uint8_t orientation_of(ByteView exif) {
  constexpr std::string_view kHead("Exif\0\0", 6);
  if (!starts_with(exif, kHead)) return 0;
  const ByteView tiff = exif.subspan(kHead.size());
  const bool is_little = starts_with(tiff, "II");
  if (tiff.size() < 8 || (!is_little && !starts_with(tiff, "MM"))) return 0;
  const auto read = [&](std::size_t at, std::size_t count) {
    return is_little ? little(tiff, at, count) : big(tiff, at, count);
  };
  const std::size_t directory = read(4, 4);
  if (directory + 2 > tiff.size()) return 0;
  const std::size_t entries = read(directory, 2);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + i * 12;
    if (entry + 12 > tiff.size()) return 0;
    if (read(entry, 2) != 0x0112) continue;
    const std::uint32_t value = read(entry + 8, 2);
    return value >= 1 && value <= 8 ? static_cast<std::uint8_t>(value) : 0;
  }
  return 0;
}

/// An EXIF segment that says which side is up and nothing else.
void append_orientation(Bytes& out, std::uint8_t orientation) {
  const std::array<std::uint8_t, 36> segment{0xFF, 0xE1, 0, 34, 'E', 'x',         'i', 'f', 0, 0,    'M', 'M',
                                             0,    0x2A, 0, 0,  0,   8,           0,   1,   1, 0x12, 0,   3,
                                             0,    0,    0, 1,  0,   orientation, 0,   0,   0, 0,    0,   0};
  append(out, segment);
}

/// APP0 (JFIF), APP2 (colour profile) and APP14 (colour transform) are needed to draw; the others and comments tell.
bool tells(std::uint8_t marker, ByteView body) {
  if (marker == 0xFE) return true;
  if (marker < 0xE0 || marker > 0xEF) return false;
  if (marker == 0xE2) return !starts_with(body, "ICC_PROFILE");
  return marker != 0xE0 && marker != 0xEE;
}

bool stands_alone(std::uint8_t marker) { return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8); }

Bytes clean_jpeg(ByteView in) {
  Bytes out;
  out.reserve(in.size());
  bool is_turned = false;
  std::size_t at = 0;
  while (at < in.size()) {
    // Bytes of the picture itself, up to the next marker: 0xFF with neither 0 nor another 0xFF behind it.
    const bool is_marker = in[at] == 0xFF && at + 1 < in.size() && in[at + 1] != 0x00 && in[at + 1] != 0xFF;
    if (!is_marker) {
      out.push_back(in[at++]);
      continue;
    }
    const std::uint8_t marker = in[at + 1];
    if (marker == 0xD9) {  // the end: what lies behind it is not drawn
      append(out, in.subspan(at, 2));
      break;
    }
    if (stands_alone(marker) || at + 4 > in.size()) {
      append(out, in.subspan(at, 2));
      at += 2;
      continue;
    }
    const std::size_t length =
        std::min<std::size_t>(2 + std::max<std::uint32_t>(2, big(in, at + 2, 2)), in.size() - at);
    const ByteView body = in.subspan(at + 4, length - 4);
    if (!tells(marker, body)) {
      append(out, in.subspan(at, length));
    } else if (const std::uint8_t orientation = orientation_of(body); orientation > 1 && !is_turned) {
      append_orientation(out, orientation);
      is_turned = true;
    }
    at += length;
  }
  return out;
}

constexpr std::string_view kPngHead = "\x89PNG\r\n\x1a\n";

Bytes clean_png(ByteView in) {
  constexpr std::array<std::string_view, 5> kTelling{"eXIf", "tEXt", "zTXt", "iTXt", "tIME"};
  Bytes out;
  out.reserve(in.size());
  append(out, in.first(kPngHead.size()));
  std::size_t at = kPngHead.size();
  while (at + 8 <= in.size()) {
    const std::size_t length = std::min<std::size_t>(std::size_t{12} + big(in, at, 4), in.size() - at);
    const ByteView kind = in.subspan(at + 4, 4);
    const auto is = [&](std::string_view name) { return starts_with(kind, name); };
    if (std::ranges::none_of(kTelling, is)) append(out, in.subspan(at, length));
    if (is("IEND")) break;
    at += length;
  }
  return out;
}

Bytes clean_webp(ByteView in) {
  constexpr std::size_t kHead = 12;
  Bytes out;
  out.reserve(in.size());
  append(out, in.first(kHead));
  const std::size_t end = std::min<std::size_t>(in.size(), std::size_t{8} + little(in, 4, 4));
  std::size_t at = kHead;
  while (at + 8 <= end) {
    const std::size_t size = little(in, at + 4, 4);
    const std::size_t length = std::min(8 + size + size % 2, end - at);
    const ByteView kind = in.subspan(at, 4);
    if (!starts_with(kind, "EXIF") && !starts_with(kind, "XMP ")) {
      append(out, in.subspan(at, length));
      // The head of an extended file says which parts follow.
      if (starts_with(kind, "VP8X") && length > 8) out[out.size() - length + 8] &= 0xF3;
    }
    at += length;
  }
  const auto size = static_cast<std::uint32_t>(out.size() - 8);
  for (std::size_t i = 0; i < 4; ++i) out[4 + i] = static_cast<std::uint8_t>(size >> (8 * i));
  return out;
}

}  // namespace

Bytes without_picture_facts(Bytes picture) {
  const ByteView in(picture);
  if (starts_with(in, "\xFF\xD8\xFF")) return clean_jpeg(in);
  if (starts_with(in, kPngHead)) return clean_png(in);
  if (in.size() >= 12 && starts_with(in, "RIFF") && starts_with(in.subspan(8), "WEBP")) return clean_webp(in);
  return picture;
}

}  // namespace frontdesk::privacy
