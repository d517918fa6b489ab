// Address headers: From, To, Cc … as people and mailers write them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mime/mail.h"

namespace frontdesk::email {

struct AddressList {
  std::vector<Address> addresses;
  bool guessed = false;  ///< a charset was guessed
  bool damaged = false;
};

/// Reads `Name <a@b>, "Last, First" <c@d>, e@f (Comment), Group: g@h;` with encoded words, raw 8-bit names, route
/// addresses and broken quoting. Total; at most 1,000 addresses.
/// `body_charset`: for raw 8-bit names, as in decode_header_text().
[[nodiscard]] AddressList read_addresses(std::string_view raw, std::string_view body_charset = {});

/// Ids of Message-ID, In-Reply-To, References: what stands in angle brackets, or the bare words when none does.
/// At most 200 ids of at most 900 bytes.
[[nodiscard]] std::vector<std::string> read_message_ids(std::string_view raw);

}  // namespace frontdesk::email
