// What an agent has to know of a message beside its text: that it was cut, is old, is encrypted, failed the checks of
// our mail server, went to others as well, asks for answers to further addresses, brings a file that is not what it
// says, or could not be read without loss.
#pragma once

#include <string>
#include <vector>

#include "desk/inbound/item.h"
#include "privacy/masker.h"

namespace frontdesk::desk {

/// One line of the ticket's history. Kinds: mail_cut, mail_historical, mail_encrypted, mail_signed, mail_checks,
/// mail_problems (words of the channel, divided by commas), mail_cut_file (names of files
/// of which only the beginning is there), mail_left_out (names of files whose content was too much), mail_unsafe_file.
struct MailFact {
  std::string kind;
  std::string detail;  ///< masked; empty when the kind says it all
};

/// In the order they are shown; empty for an ordinary message. Attributes that are no JSON object count as none.
std::vector<MailFact> facts_of(const InboundItem& item, const privacy::Masker& masker);

}  // namespace frontdesk::desk
