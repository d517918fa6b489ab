// The families of hostile mails; each appends its own to the list.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hostile.h"
#include "mail_source.h"

namespace frontdesk::mailgen {

class HostileList {
 public:
  explicit HostileList(std::uint64_t seed) : dice_(seed) {}

  /// A mail with an ordinary header in front of `rest` (further header fields, empty line, body).
  void add(std::string name, std::string note, std::string_view rest);
  /// A mail that is exactly these bytes.
  void add_raw(std::string name, std::string note, std::string raw);

  Dice& dice() { return dice_; }
  std::vector<HostileMail> take() { return std::move(mails_); }

 private:
  Dice dice_;
  std::vector<HostileMail> mails_;
};

void add_charset_mails(HostileList& list);
void add_structure_mails(HostileList& list);
void add_header_mails(HostileList& list);
void add_attachment_mails(HostileList& list);
void add_html_mails(HostileList& list);

}  // namespace frontdesk::mailgen
