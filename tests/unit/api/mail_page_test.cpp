#include "api/routes/mail_page.h"

#include <gtest/gtest.h>

namespace frontdesk::api {
namespace {

TEST(MailPage, pictures_that_are_parts_of_the_mail_are_left_without_an_address) {
  const std::string page = mail_page(R"(<p>a<img alt="logo" src="cid:logo@x" width="20">b src=&quot;cid:x&quot;</p>)");
  EXPECT_NE(page.find(R"(<p>a<img alt="logo" width="20">b src=&quot;cid:x&quot;</p>)"), std::string::npos) << page;
}

TEST(MailPage, other_pictures_and_broken_ends_stay_as_they_are) {
  EXPECT_NE(mail_page(R"(<img src="data:image/png;base64,AA==">)").find(R"(<img src="data:image/png;base64,AA==">)"),
            std::string::npos);
  EXPECT_NE(mail_page(R"(x<img src="cid:y)").find("x<img</body>"), std::string::npos);
  EXPECT_TRUE(mail_page("").ends_with("<body></body></html>"));
}

}  // namespace
}  // namespace frontdesk::api
