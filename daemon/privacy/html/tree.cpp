#include "privacy/html/tree.h"

#include <gumbo.h>

#include <array>
#include <bit>
#include <memory>
#include <new>
#include <string>

#include "base/text.h"
#include "privacy/html/rules.h"

namespace frontdesk::privacy {
namespace {

/// Memory of one parse, freed as a whole: gumbo's own destructor recurses as deep as the document.
/// Freed blocks go to lists by power of two and are used again.
class Arena {
 public:
  static void* allocate(void* arena, std::size_t size) { return static_cast<Arena*>(arena)->take(size); }
  static void release(void* arena, void* block) { static_cast<Arena*>(arena)->give_back(block); }

 private:
  static constexpr std::size_t kHeader = 16;  // holds the size class, keeps the alignment
  static constexpr std::size_t kChunk = 256U << 10;
  struct FreeBlock {
    FreeBlock* next;
  };

  void* take(std::size_t size) {
    const auto size_class = static_cast<std::size_t>(std::bit_width(std::max<std::size_t>(size, 16) - 1));
    if (FreeBlock* block = free_[size_class]) {
      free_[size_class] = block->next;
      return block;
    }
    std::byte* place = carve(kHeader + (std::size_t{1} << size_class));
    *reinterpret_cast<std::size_t*>(place) = size_class;
    return place + kHeader;
  }
  void give_back(void* block) {
    if (block == nullptr) return;
    const std::size_t size_class = *reinterpret_cast<std::size_t*>(static_cast<std::byte*>(block) - kHeader);
    free_[size_class] = new (block) FreeBlock{free_[size_class]};
  }
  std::byte* carve(std::size_t size) {
    if (size > left_) {
      left_ = std::max(size, kChunk);
      chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(left_));  // touched as it is needed
      top_ = chunks_.back().get();
    }
    std::byte* place = top_;
    top_ += size;
    left_ -= size;
    return place;
  }

  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::byte* top_ = nullptr;
  std::size_t left_ = 0;
  std::array<FreeBlock*, 64> free_{};
};

std::string tag_name(const GumboElement& element) {
  if (element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(element.tag);
  GumboStringPiece original = element.original_tag;
  gumbo_tag_from_original_text(&original);
  return original.data == nullptr ? std::string() : text::to_lower_ascii({original.data, original.length});
}

HtmlElement to_element(const GumboElement& element, std::string_view tag) {
  HtmlElement result{tag, element.tag_namespace != GUMBO_NAMESPACE_HTML, {}};
  result.attributes.reserve(element.attributes.length);
  for (unsigned i = 0; i < element.attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
    result.attributes.push_back({attribute->name, attribute->value});
  }
  return result;
}

const GumboVector* children_of(const GumboNode& node) {
  if (node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE) return &node.v.element.children;
  return nullptr;
}

/// Where the walk stands in one element.
struct Place {
  const GumboNode* node;
  std::string tag;
  unsigned next_child = 0;
};

class Walk {
 public:
  Walk(const HtmlLimits& limits, HtmlVisitor& visitor) : limits_(limits), visitor_(visitor) {}

  /// True when something was cut.
  bool run(const GumboNode& root) {
    visit(root);
    while (!path_.empty()) {
      Place& place = path_.back();
      const GumboVector* children = children_of(*place.node);
      if (place.next_child < children->length && nodes_ <= limits_.max_nodes) {
        visit(*static_cast<const GumboNode*>(children->data[place.next_child++]));
      } else {
        visitor_.leave(place.tag);
        path_.pop_back();
      }
    }
    return cut_;
  }

 private:
  void visit(const GumboNode& node) {
    if (++nodes_ > limits_.max_nodes) {
      cut_ = true;
      return;
    }
    switch (node.type) {
      case GUMBO_NODE_TEXT:
      case GUMBO_NODE_CDATA:
      case GUMBO_NODE_WHITESPACE: visitor_.text(node.v.text.text); return;
      case GUMBO_NODE_ELEMENT:
      case GUMBO_NODE_TEMPLATE: enter(node); return;
      case GUMBO_NODE_COMMENT:
      case GUMBO_NODE_DOCUMENT: return;
    }
  }
  void enter(const GumboNode& node) {
    if (path_.size() >= limits_.max_depth) {
      cut_ = true;
      return;
    }
    std::string tag = tag_name(node.v.element);
    if (visitor_.enter(to_element(node.v.element, tag))) path_.push_back({&node, std::move(tag), 0});
  }

  const HtmlLimits& limits_;
  HtmlVisitor& visitor_;
  std::vector<Place> path_;
  std::size_t nodes_ = 0;
  bool cut_ = false;
};

/// Hands on the style blocks that a browser would read.
class StyleFinder final : public HtmlVisitor {
 public:
  explicit StyleFinder(HtmlVisitor& visitor) : visitor_(visitor) {}

  bool enter(const HtmlElement& element) override {
    is_style_ = element.tag == "style" && !element.is_foreign;
    if (is_style_) media_ = element.attribute("media");
    return is_style_ ||
           (!element.is_foreign && (element.tag == "head" || rule_for(element.tag) != TagRule::kDropContent));
  }
  void leave(std::string_view /*tag*/) override { is_style_ = false; }
  void text(std::string_view content) override {
    if (is_style_) visitor_.style(content, media_);
  }

 private:
  HtmlVisitor& visitor_;
  bool is_style_ = false;
  std::string media_;
};

bool may_hold_styles(std::string_view html) {
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    if (text::starts_with_ignoring_case(html.substr(at + 1, 5), "style")) return true;
  }
  return false;
}

}  // namespace

std::string_view HtmlElement::attribute(std::string_view name) const {
  for (const HtmlAttribute& attribute : attributes) {
    if (attribute.name == name) return attribute.value;
  }
  return {};
}

bool walk_html(std::string_view html, const HtmlLimits& limits, HtmlVisitor& visitor) {
  const std::string_view parsed = html.substr(0, parsable_length(html, limits));
  Arena arena;
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = &Arena::allocate;
  options.deallocator = &Arena::release;
  options.userdata = &arena;
  options.max_errors = 0;
  const GumboOutput* output =
      gumbo_parse_with_options(&options, parsed.data() == nullptr ? "" : parsed.data(), parsed.size());
  if (may_hold_styles(parsed)) {
    StyleFinder finder(visitor);
    Walk(limits, finder).run(*output->root);
  }
  const bool cut = Walk(limits, visitor).run(*output->root);
  return cut || parsed.size() < html.size();
}

}  // namespace frontdesk::privacy
