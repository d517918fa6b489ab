#include "mime/parts/part_headers.h"

#include <algorithm>
#include <array>

#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::array<std::string_view, 3> kMessageTypes{"message/rfc822", "message/global", "message/news"};

class PartHeaders {
 public:
  explicit PartHeaders(std::string& source) : source_(source) {}

  /// The letters that were changed, by ascending place.
  std::vector<HiddenLetter> prepare() {
    take_header(0);
    for (std::size_t at = source_.find("\n--"); at != std::string::npos; at = source_.find("\n--", at + 3)) {
      const std::size_t end = source_.find('\n', at + 1);
      if (end == std::string::npos) break;
      if (starts_header(at + 1, end + 1)) take_header(end + 1);
    }
    return std::move(changed_);
  }

 private:
  [[nodiscard]] std::string_view line_at(std::size_t at) const {
    const std::size_t end = std::min(source_.find('\n', at), source_.size());
    return std::string_view(source_).substr(at, end - at);
  }
  /// Behind a delimiter a field, or a line of blanks when the delimiter is a declared one: a signature is none.
  [[nodiscard]] bool starts_header(std::size_t delimiter, std::size_t at) {
    if (starts_with_ignoring_case(std::string_view(source_).substr(at, 8), "content-")) return true;
    const std::string_view line = line_at(at);
    if (!trim(line).empty() || line.empty() || line == "\r") return false;
    constexpr std::size_t kMostSearches = 20;  // each looks through the whole mail
    const std::string_view mark = trim(line_at(delimiter).substr(2));
    if (mark.empty() || ++searches_ > kMostSearches) return false;
    return source_.find("boundary=\"" + std::string(mark) + "\"") != std::string::npos ||
           source_.find("boundary=" + std::string(mark)) != std::string::npos;
  }
  static bool is_field(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    return line.substr(0, colon).find_first_of(" \t<>&\"'") == std::string_view::npos;
  }

  /// To the end of the header that begins at `at`. A line of blanks before what is no field was meant to be empty.
  void take_header(std::size_t at) {
    constexpr std::size_t kMostLines = 200;
    for (std::size_t lines = 0; at < source_.size() && lines < kMostLines; ++lines) {
      const std::string_view line = line_at(at);
      const std::size_t next = at + line.size() + 1;
      if (trim(line).empty()) {
        const bool is_empty = line.empty() || line == "\r";
        const std::string_view following = next < source_.size() ? line_at(next) : std::string_view();
        const bool continues =
            !following.empty() && (following[0] == ' ' || following[0] == '\t') && !trim(following).empty();
        if (!is_empty && (continues || is_field(following))) {
          at = next;
          continue;
        }
        if (!is_empty) blank_out(at, line.size());
        return;
      }
      if (starts_with_ignoring_case(line, "content-type:")) hide_message(at + 13);
      at = next;
    }
  }

  /// Moves the blanks of the line to the end of the line before, where they say nothing.
  void blank_out(std::size_t at, std::size_t size) {
    if (at == 0) return;
    const std::size_t blanks = source_[at + size - 1] == '\r' ? size - 1 : size;
    const std::size_t line_end = at >= 2 && source_[at - 2] == '\r' ? at - 2 : at - 1;
    std::rotate(source_.begin() + static_cast<std::ptrdiff_t>(line_end),
                source_.begin() + static_cast<std::ptrdiff_t>(at),
                source_.begin() + static_cast<std::ptrdiff_t>(at + blanks));
  }

  void hide_message(std::size_t at) {
    at = std::min(source_.find_first_not_of(" \t\r\n", at), source_.size());
    const std::string_view type = std::string_view(source_).substr(at, 14);
    const bool is_message = std::any_of(kMessageTypes.begin(), kMessageTypes.end(),
                                        [&](std::string_view one) { return starts_with_ignoring_case(type, one); });
    if (!is_message) return;
    changed_.push_back({at, source_[at]});
    source_[at] = kHiddenLetter;
  }

  std::string& source_;
  std::vector<HiddenLetter> changed_;
  std::size_t searches_ = 0;
};

}  // namespace

std::vector<HiddenLetter> prepare_part_headers(std::string& source) { return PartHeaders(source).prepare(); }

}  // namespace frontdesk::email
