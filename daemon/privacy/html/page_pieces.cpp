#include "privacy/html/page_pieces.h"

#include "base/text.h"
#include "privacy/html/rules.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kMaxAttribute = 2048;

}  // namespace

bool PagePieces::enter(const HtmlElement& element) {
  if (element.is_foreign || rule_for(element.tag) == TagRule::kDropContent) {
    const std::string_view tag = element.tag;
    if (tag == "svg" || tag == "picture" || tag == "video" || tag == "audio") ++remote_;
    return false;
  }
  TextPlaces alt;
  const bool has_content = text_.enter(element, &alt);
  if (rule_for(element.tag) == TagRule::kUnwrap) return true;
  add_markup("<" + std::string(element.tag));
  for (const HtmlAttribute& attribute : element.attributes) add_attribute(element.tag, attribute, alt);
  add_markup(">");
  if (!is_void(element.tag)) return true;
  if (has_content) text_.leave(element.tag);
  return false;
}

void PagePieces::leave(std::string_view tag) {
  if (rule_for(tag) == TagRule::kKeep) add_markup("</" + std::string(tag) + ">");
  text_.leave(tag);
}

void PagePieces::text(std::string_view content) {
  PagePiece piece{.kind = PagePiece::Kind::kText, .value = text::without_controls(content)};
  text_.add(piece.value, &piece.places);
  pieces_.push_back(std::move(piece));
}

void PagePieces::finish() { text_.finish(); }

void PagePieces::add_markup(std::string_view markup) {
  if (pieces_.empty() || pieces_.back().kind != PagePiece::Kind::kMarkup) pieces_.push_back({});
  pieces_.back().value += markup;
}

void PagePieces::add_attribute(std::string_view tag, const HtmlAttribute& attribute, TextPlaces alt) {
  using Kind = PagePiece::Kind;
  const std::string_view value = attribute.value.substr(0, kMaxAttribute);
  const auto add = [&](Kind kind, std::string content) {
    pieces_.push_back({.kind = kind, .name = std::string(attribute.name), .value = std::move(content)});
  };
  if (attribute.name == "style") {
    add(Kind::kPlain, filter_style(value, remote_));
  } else if (attribute.name == "href" && tag == "a") {
    add(Kind::kLink, std::string(value));
  } else if (attribute.name == "src" && tag == "img") {
    add_image(text::trim(attribute.value));
  } else if (is_loading_attribute(attribute.name)) {
    ++remote_;
  } else if (attribute.name == "alt" && tag == "img") {
    add(Kind::kAlt, text::without_controls(attribute.value));
    pieces_.back().places = std::move(alt);
  } else if (is_text_attribute(attribute.name)) {
    add(Kind::kTitle, text::without_controls(value));
  } else if (is_plain_attribute(attribute.name)) {
    add(Kind::kPlain, std::string(value));
  }
}

void PagePieces::add_image(std::string_view address) {
  if (text::starts_with_ignoring_case(address, "cid:") || is_safe_image_data(address)) {
    pieces_.push_back({.kind = PagePiece::Kind::kImage, .name = "src", .value = std::string(address)});
  } else if (!address.empty()) {
    ++remote_;
  }
}

}  // namespace frontdesk::privacy
