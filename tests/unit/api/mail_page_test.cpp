#include "api/routes/mail_page.h"

#include <gtest/gtest.h>

namespace frontdesk::api {
namespace {

bool shows(const std::string& page, const std::string& part) { return page.find(part) != std::string::npos; }

TEST(MailPage, pictures_whose_bytes_are_elsewhere_leave_a_place_with_their_words) {
  const std::string page = mail_page(
      R"(<p>a<img alt="logo &lt;x&gt;" src="cid:logo@x" style="float:left">b<img alt="shop">c src=&quot;cid:x&quot;</p>)");
  EXPECT_TRUE(shows(page, R"(<p>a<span class="left-out" style="float:left">logo &lt;x&gt;</span>b)")) << page;
  EXPECT_TRUE(shows(page, R"(b<span class="left-out">shop</span>c src=&quot;cid:x&quot;</p>)")) << page;
  EXPECT_FALSE(shows(page, "<img"));
}

TEST(MailPage, the_place_of_a_picture_has_its_size) {
  EXPECT_TRUE(shows(mail_page(R"(<img alt="cup" width="80" height="40" style="float:left">)"),
                    R"(<span class="left-out" style="width:80px;height:40px;float:left">cup</span>)"));
  EXPECT_TRUE(shows(mail_page(R"(<img alt="cup" width="50%" height="1e9">)"), R"(<span class="left-out">cup</span>)"));
}

TEST(MailPage, marks_that_count_readers_leave_nothing) {
  EXPECT_TRUE(shows(mail_page(R"(a<img width="1" height="1">b<img height="0" alt="x">c)"), "<body>abc</body>"));
}

TEST(MailPage, pictures_that_are_in_the_page_and_broken_ends) {
  EXPECT_TRUE(
      shows(mail_page(R"(<img src="data:image/png;base64,AA==">)"), R"(<img src="data:image/png;base64,AA==">)"));
  EXPECT_TRUE(shows(mail_page(R"(x<img src="cid:y)"), "<body>x</body>"));
  EXPECT_TRUE(mail_page("").ends_with("<body></body></html>"));
}

}  // namespace
}  // namespace frontdesk::api
