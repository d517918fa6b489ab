#include "mime/parts/transfer_encoding.h"

#include <gtest/gtest.h>

#include <random>

namespace frontdesk::email {
namespace {

std::string random_bytes(std::mt19937& random, std::size_t size) {
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>(random()));
  return bytes;
}

TEST(CleanBase64, gives_back_what_was_encoded_at_every_length_and_line_end) {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): repeatable on purpose
  for (std::size_t size = 0; size < 400; ++size) {
    const std::string bytes = random_bytes(random, size);
    const std::string lines = encode_base64_lines(bytes);
    EXPECT_EQ(decode_clean_base64(lines), bytes) << size;
    EXPECT_EQ(decode_clean_base64(encode_base64(bytes)), bytes) << size;
    std::string with_lf = lines;
    std::erase(with_lf, '\r');
    EXPECT_EQ(decode_clean_base64(with_lf), bytes) << size;
    EXPECT_EQ(decode_clean_base64(lines + "\r\n\r\n"), bytes) << size;
  }
}

TEST(CleanBase64, leaves_everything_else_to_the_patient_one) {
  for (const char* text : {"QUJD\r\nQU JD", "QUI", "QUI=QUI=", "QU\r\nJD", "Q===", "QUJD=", "Q", "QUJ\xC3", "QU-_",
                           "--=_boundary", "QUJD\rQUJD", "=QUJ"}) {
    EXPECT_EQ(decode_clean_base64(text), std::nullopt) << text;
  }
}

// A byte changed anywhere: either it is refused, or both read the same.
TEST(CleanBase64, never_reads_a_damaged_text_otherwise_than_the_patient_one) {
  std::mt19937 random(11);  // NOLINT(cert-msc51-cpp)
  const std::string good = encode_base64_lines(random_bytes(random, 200));
  for (int i = 0; i < 20'000; ++i) {
    std::string text = good;
    text[random() % text.size()] = static_cast<char>(random());
    const auto clean = decode_clean_base64(text);
    EXPECT_EQ(clean.value_or(decode_base64(text)), decode_base64(text)) << text;
  }
}

}  // namespace
}  // namespace frontdesk::email
