#include "privacy/picture_facts.h"

#include <gtest/gtest.h>

#include <string>

#include "base/bytes.h"

namespace frontdesk::privacy {
namespace {

std::string of(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }
Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }
std::string clean(const std::string& picture) { return of(without_picture_facts(bytes_of(picture))); }

std::string segment(char marker, const std::string& body) {
  const std::size_t size = body.size() + 2;
  return std::string("\xFF") + marker + static_cast<char>(size >> 8) + static_cast<char>(size & 0xFF) + body;
}

const std::string kStart = "\xFF\xD8";
const std::string kEnd = "\xFF\xD9";
const std::string kJfif = segment('\xE0', std::string("JFIF\0", 5) + "1");
const std::string kIcc = segment('\xE2', std::string("ICC_PROFILE\0", 12) + "colours");
// A stuffed 0xFF, a restart marker and a second scan: bytes of the picture, not of facts.
const std::string kScan = segment('\xDA', "scan") + std::string("\x12\xFF\x00\x34\xFF\xD0\x56", 7);

std::string exif(const std::string& secret, char orientation, bool is_little) {
  std::string body("Exif\0\0", 6);
  if (is_little) {
    body += std::string("II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 18) + orientation + std::string(7, '\0');
  } else {
    body += std::string("MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19) + orientation + std::string(6, '\0');
  }
  return segment('\xE1', body + secret);
}

// Promise 2: where and with what a picture was taken is personal data that nobody was granted.
TEST(PictureFacts, jpeg_keeps_what_is_drawn_and_nothing_else) {
  const std::string drawn = kStart + kJfif + kIcc + kScan + kScan + kEnd;
  const std::string told = kStart + kJfif + exif("GPS 30.25N 120.16E", 1, true) + segment('\xED', "IPTC Wang") + kIcc +
                           segment('\xFE', "a comment") + segment('\xE2', "MPF small copy") + kScan +
                           segment('\xE1', "http://ns.adobe.com/xap/1.0/ between scans") + kScan + kEnd +
                           "behind the end";
  EXPECT_EQ(clean(told), drawn);
  EXPECT_EQ(clean(drawn), drawn);
}

TEST(PictureFacts, jpeg_stays_the_right_way_up) {
  for (const bool is_little : {true, false}) {
    const std::string cleaned = clean(kStart + exif("GPS 30.25N", 6, is_little) + exif("again", 3, is_little) + kEnd);
    EXPECT_EQ(cleaned.find("GPS"), std::string::npos);
    EXPECT_EQ(cleaned, kStart + exif("", 6, false) + kEnd);
    EXPECT_EQ(clean(cleaned), cleaned);
  }
}

std::string chunk(const std::string& kind, const std::string& body) {
  return std::string(3, '\0') + static_cast<char>(body.size()) + kind + body + "crc4";
}

TEST(PictureFacts, png_loses_its_words_and_places) {
  const std::string head = "\x89PNG\r\n\x1a\n";
  const std::string drawn = head + chunk("IHDR", "head") + chunk("IDAT", "data") + chunk("IEND", "");
  const std::string told = head + chunk("IHDR", "head") + chunk("eXIf", "GPS") + chunk("tEXt", "Author Wang") +
                           chunk("iTXt", "XMP") + chunk("zTXt", "z") + chunk("tIME", "now") + chunk("IDAT", "data") +
                           chunk("IEND", "") + "behind the end";
  EXPECT_EQ(clean(told), drawn);
}

std::string webp_chunk(const std::string& kind, const std::string& body) {
  return kind + static_cast<char>(body.size()) + std::string(3, '\0') + body +
         (body.size() % 2 ? std::string(1, '\0') : "");
}
std::string webp(const std::string& chunks) {
  return "RIFF" + std::string(1, static_cast<char>(chunks.size() + 4)) + std::string(3, '\0') + "WEBP" + chunks;
}

TEST(PictureFacts, webp_loses_them_and_its_head_says_so) {
  const std::string told = webp(webp_chunk("VP8X", "\x1C-rest") + webp_chunk("VP8 ", "odd") +
                                webp_chunk("EXIF", "GPS") + webp_chunk("XMP ", "Wang"));
  EXPECT_EQ(clean(told), webp(webp_chunk("VP8X", "\x10-rest") + webp_chunk("VP8 ", "odd")));
}

TEST(PictureFacts, broken_and_other_files_are_not_read_beyond_their_end) {
  const std::string whole = kStart + kJfif + exif("GPS", 6, true) + kScan + kEnd;
  for (std::size_t size = 0; size <= whole.size(); ++size)
    EXPECT_EQ(clean(whole.substr(0, size)).find("GPS"), std::string::npos) << size;
  EXPECT_EQ(clean("a text that mentions Exif"), "a text that mentions Exif");
  EXPECT_EQ(clean(""), "");
  EXPECT_EQ(clean(kStart + segment('\xE1', std::string("Exif\0\0II\x2A\0\xFF\xFF\xFF\x7F", 14)) + kEnd), kStart + kEnd);
}

}  // namespace
}  // namespace frontdesk::privacy
