// Walks an HTML document as a browser would build it, within bounds and without recursion.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace frontdesk::privacy {

struct HtmlAttribute {
  std::string_view name;   ///< lower case
  std::string_view value;  ///< entities resolved
};

struct HtmlElement {
  std::string_view tag;     ///< lower case
  bool is_foreign = false;  ///< svg or math and all below
  std::vector<HtmlAttribute> attributes;

  /// Empty when the attribute is missing.
  [[nodiscard]] std::string_view attribute(std::string_view name) const;
};

class HtmlVisitor {
 public:
  virtual ~HtmlVisitor() = default;
  /// False: the content is skipped, and leave() is not called.
  virtual bool enter(const HtmlElement& element) = 0;
  virtual void leave(std::string_view tag) = 0;
  virtual void text(std::string_view content) = 0;
  /// A style block, wherever it stands; all of them come before the first element, in their order.
  /// `media`: what it is for, empty for everything.
  virtual void style(std::string_view css, std::string_view media) { (void)css, (void)media; }
};

struct HtmlLimits {
  std::size_t max_bytes = 8U << 20;
  std::size_t max_nodes = 50'000;
  std::size_t max_depth = 256;
};

/// Views given to the visitor live until its method returns. Comments and the document type are not shown.
/// True when something was cut because of the limits.
bool walk_html(std::string_view html, const HtmlLimits& limits, HtmlVisitor& visitor);

/// How much of the text may be given to the parser: stops where nesting or repeated formatting would make the parse
/// tree much larger than the text.
std::size_t parsable_length(std::string_view html, const HtmlLimits& limits);

}  // namespace frontdesk::privacy
