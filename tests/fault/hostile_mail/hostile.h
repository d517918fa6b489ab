// Broken and hostile mails: everything that must not crash, hang, execute or vanish.
//
// Each mail is one customer's mail: an import of all of them must give as many tickets as there are mails. About half
// carry a Message-ID. `note` says what is wrong with the mail.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace frontdesk::mailgen {

struct HostileMail {
  std::string name;  ///< file name stem, unique, e.g. "structure-depth-3000"
  std::string note;
  std::string raw;
};

/// At least 220 mails; the same for the same seed.
std::vector<HostileMail> make_hostile_mails(std::uint64_t seed);

}  // namespace frontdesk::mailgen
