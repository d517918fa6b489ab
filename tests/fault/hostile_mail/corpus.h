// The normal mails of a Chinese shop: the workload that imports and benchmarks are measured with.
//
// Mix: median about 2.6 KB, mean about 17 KB; 70 % Chinese in five charsets, 3 % ISO-2022-JP, rest English; B and Q
// headers; base64, quoted-printable and 8-bit bodies; 35 % replies; 15 % with 1–3 attachments of 5–200 KB; 30 % with an
// HTML alternative; invented personal data in a third. Every person, number and address is invented.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace frontdesk::mailgen {

struct TruthAttachment {
  std::string name;
  std::size_t size = 0;
};

/// What a right reader must find in the mail.
struct Truth {
  std::string charset;
  std::string message_id;
  std::string in_reply_to;
  std::string from_name;
  std::string from_address;
  std::string subject;
  std::string text;      ///< without trailing line ends
  std::string own_text;  ///< of it, what is not quoted
  std::vector<TruthAttachment> attachments;
  std::vector<std::string> phones;
  std::vector<std::string> emails;
  std::vector<std::string> id_cards;
};

struct CorpusMail {
  std::string raw;
  Truth truth;
};

/// The same mail for the same seed and index, independent of other indexes.
CorpusMail make_corpus_mail(std::uint64_t seed, std::size_t index);

/// The truth as one line of JSON.
std::string truth_line(const Truth& truth, const std::string& file);

}  // namespace frontdesk::mailgen
