#include "privacy/normalise.h"

#include <gtest/gtest.h>

namespace frontdesk::privacy {
namespace {

TEST(NormalisePhone, writes_mainland_numbers_as_e164) {
  for (const char* written :
       {"13800138000", "+86 138 0013 8000", "0086-13800138000", "8613800138000", "138-0013-8000",
        "１３８００１３８０００", "(+86)13800138000", "13800138000转8012", "13800138000 ext. 5"}) {
    EXPECT_EQ(normalise_phone(written), "+8613800138000") << written;
  }
  EXPECT_EQ(normalise_phone("010-62345678"), "+861062345678");
  EXPECT_EQ(normalise_phone("+86 010 62345678"), "+861062345678");
}

TEST(NormalisePhone, keeps_foreign_and_unknown_numbers) {
  EXPECT_EQ(normalise_phone("+49 1512 3456789"), "+4915123456789");
  EXPECT_EQ(normalise_phone("0049 1512 3456789"), "+4915123456789");
  EXPECT_EQ(normalise_phone("12315"), "12315");
  EXPECT_EQ(normalise_phone("no phone"), "");
  EXPECT_EQ(normalise_phone(""), "");
}

TEST(NormaliseEmail, is_lower_case_without_display_name) {
  EXPECT_EQ(normalise_email(" Zhang San <Zhang@Example.COM> "), "zhang@example.com");
  EXPECT_EQ(normalise_email("ZHANG＠example．com"), "zhang@example.com");
  EXPECT_EQ(normalise_email("nobody"), "");
}

TEST(NormaliseOrder, ignores_case_width_and_separators) {
  EXPECT_EQ(normalise_order(" p2024-0315 001"), "P20240315001");
  EXPECT_EQ(normalise_order("ｐ２０２４０３１５００１"), "P20240315001");
}

TEST(NormaliseName, ignores_case_width_script_blanks_and_signs) {
  for (const char* written : {"张伟明", "張偉明", " 张 伟明 ", "张\u200b伟明"})
    EXPECT_EQ(normalise_name(written), "张伟明");
  EXPECT_EQ(normalise_name("Mary O'Neill-Johnson"), "maryoneilljohnson");
  EXPECT_EQ(normalise_name("ＭＡＲＹ"), "mary");
  EXPECT_EQ(normalise_name("阿依古丽·买买提"), "阿依古丽买买提");
  EXPECT_EQ(normalise_name("王"), "");
  EXPECT_EQ(normalise_name(" - "), "");
}

TEST(PhoneTail, is_the_last_four_digits) {
  EXPECT_EQ(phone_tail("138 0013 8000 转 12"), "8000");
  EXPECT_EQ(phone_tail("123"), "");
}

}  // namespace
}  // namespace frontdesk::privacy
