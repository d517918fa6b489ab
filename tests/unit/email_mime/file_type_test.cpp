#include "mime/parts/type.h"

#include <gtest/gtest.h>

namespace frontdesk::email {
namespace {

using std::string_view_literals::operator""sv;

TEST(FileType, is_told_by_the_bytes) {
  EXPECT_EQ(real_type("\x89PNG\r\n\x1a\n...."sv, "application/octet-stream"), "image/png");
  EXPECT_EQ(real_type("%PDF-1.7", "image/png"), "application/pdf");
  EXPECT_EQ(real_type("MZ\x90\0"sv, "image/jpeg"), "application/x-msdownload");
  EXPECT_EQ(real_type("  <!DOCTYPE html><p>", "text/plain"), "text/html");
  EXPECT_EQ(real_type("<?xml version=\"1.0\"?><svg onload=x>", "image/png"), "image/svg+xml");
}

TEST(FileType, label_is_kept_where_the_bytes_say_less_or_nothing) {
  EXPECT_EQ(real_type("hello", "text/plain"), "text/plain");
  EXPECT_EQ(real_type("", ""), "");
  const char* word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  EXPECT_EQ(real_type("PK\x03\x04...."sv, word), word);
  EXPECT_EQ(real_type("PK\x03\x04...."sv, "image/png"), "application/zip");
  EXPECT_EQ(real_type("\xff\xd8\xff\xe0"sv, "text/html"), "text/html");
}

// P-40
TEST(FileType, what_runs_or_scripts_is_unsafe) {
  EXPECT_TRUE(is_unsafe_file("MZ\x90\0"sv, "photo.png", "image/png"));
  EXPECT_TRUE(is_unsafe_file("x", "rechnung.pdf.EXE ", "application/pdf"));
  EXPECT_TRUE(is_unsafe_file("<html><script>", "note.txt", "text/plain"));
  EXPECT_TRUE(is_unsafe_file("#!/bin/sh\n", "readme", ""));
  EXPECT_FALSE(is_unsafe_file("%PDF-1.7", "invoice.pdf", "application/pdf"));
  EXPECT_FALSE(is_unsafe_file("\xff\xd8\xff\xe0"sv, "photo.jpg", "image/jpeg"));
  EXPECT_FALSE(is_unsafe_file("a < b, see <html> below", "notes.txt", "text/plain"));
}

}  // namespace
}  // namespace frontdesk::email
