// The leaves of a mail's MIME tree, decoded from their transfer encoding. The only place that knows GMime.
//
// Messages inside the mail are leaves with their raw source; nothing descends into them. GMime itself stops at 1,024
// levels; before it runs, the input is cut where it declares more multiparts than any honest mail does.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mime/header_block.h"
#include "mime/parts/parameters.h"

namespace frontdesk::email {

struct Part {
  ParameterizedValue type;         ///< value is never empty: "text/plain" when unlabelled
  ParameterizedValue disposition;  ///< value may be empty
  std::string content_id;          ///< without angle brackets
  std::string bytes;
  bool left_out = false;        ///< its content was beyond the limit of decoded bytes
  bool in_alternative = false;  ///< its parent is multipart/alternative: the parts say the same
  bool in_related = false;      ///< an ancestor is multipart/related
};

struct PartList {
  std::vector<Part> parts;                     ///< in the order of the mail
  std::vector<ParameterizedValue> multiparts;  ///< content types of the inner nodes, outermost first
  bool too_deep = false;
  bool too_many = false;
  bool too_large = false;
  std::string outside;      ///< text before the first part or behind the last one, but for what mailers write there
  bool unreadable = false;  ///< no structure was found where one was declared; parts holds the body as it came
};

struct PartLimits {
  std::size_t max_depth;
  std::size_t max_parts;
  std::size_t max_decoded_bytes;
};

[[nodiscard]] PartList read_parts(const HeaderBlock& header, std::string_view body, const PartLimits& limits);

}  // namespace frontdesk::email
