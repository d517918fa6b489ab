// A line of the log keeps its parts in the journal, and its values pass the masker there too.
#include "app/journal.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace frontdesk::app {
namespace {

TEST(Journal, a_line_keeps_its_fields_under_names_of_their_own) {
  std::vector<std::string> fields;
  set_log_record_sink([&](const LogRecord& record) { fields = journal_fields(record); });
  log_warning("channel rests", {{"channel", 17}, {"ticket-number", "P20240315001"}, {"reason", "call 13800138000"}});
  set_log_record_sink({});
  const auto has = [&](const char* field) { return std::ranges::find(fields, field) != fields.end(); };
  EXPECT_TRUE(has("PRIORITY=4"));
  EXPECT_TRUE(has("SYSLOG_IDENTIFIER=frontdeskd"));
  EXPECT_TRUE(has("FRONTDESK_EVENT=channel rests"));
  EXPECT_TRUE(has("FRONTDESK_CHANNEL=17"));
  EXPECT_TRUE(has("FRONTDESK_TICKET_NUMBER=P20240315001"));
  for (const std::string& field : fields) EXPECT_EQ(field.find("13800138000"), std::string::npos) << field;
  EXPECT_NE(fields.front().find("MESSAGE=channel rests channel=17"), std::string::npos) << fields.front();
}

}  // namespace
}  // namespace frontdesk::app
