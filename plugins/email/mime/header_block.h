// The header of a mail (or part) straight from its raw bytes: fields in order, unfolded, not yet decoded.
//
// Tolerates LF, CRLF and bare CR, mbox "From " lines, blanks before the colon, lines that are no fields, a missing
// empty line, NULs. Views point into the raw mail; unfolded values are owned. Linear in the input.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::email {

struct HeaderField {
  std::string_view name;  ///< as written
  std::string value;      ///< unfolded, trimmed, NULs removed
};

class HeaderBlock {
 public:
  /// Reads fields from the start of `raw`, keeping at most `max_bytes` of them; the view must outlive this object.
  HeaderBlock(std::string_view raw, std::size_t max_bytes);

  [[nodiscard]] const std::vector<HeaderField>& fields() const { return fields_; }
  /// Value of the first field of this name (any case), or nullptr.
  [[nodiscard]] const std::string* find(std::string_view name) const;
  [[nodiscard]] std::string_view value_or_empty(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
  /// True when any field's name starts so (any case), e.g. "List-".
  [[nodiscard]] bool has_prefix(std::string_view prefix) const;

  [[nodiscard]] std::string_view body() const { return body_; }
  [[nodiscard]] bool truncated() const { return truncated_; }
  [[nodiscard]] bool has_broken_lines() const { return broken_; }
  [[nodiscard]] bool has_nul() const { return nul_; }

 private:
  void take_line(std::string_view line);

  std::vector<HeaderField> fields_;
  std::string_view body_;
  bool truncated_ = false;
  bool broken_ = false;
  bool nul_ = false;
};

}  // namespace frontdesk::email
