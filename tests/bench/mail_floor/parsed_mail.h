// A mail by plain GMime: what GMime says is taken as it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::mail_floor {

struct ParsedMail {
  std::string from_name, from_address, subject, message_id, in_reply_to;
  std::string text, html;                ///< UTF-8
  std::vector<std::string> attachments;  ///< their names; the bytes stay in the raw mail
};

ParsedMail parse(std::string_view raw);

}  // namespace frontdesk::mail_floor
