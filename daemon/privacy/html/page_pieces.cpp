#include "privacy/html/page_pieces.h"

#include "base/text.h"
#include "privacy/html/css.h"
#include "privacy/html/rules.h"
#include "privacy/html/style_rules.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kMaxAttribute = 2048;

std::string joined(std::string first, std::string_view second) {
  if (!first.empty() && !second.empty()) first += ';';
  return first.append(second);
}

}  // namespace

bool PagePieces::enter(const HtmlElement& element) {
  if (element.is_foreign || rule_for(element.tag) == TagRule::kDropContent) {
    const std::string_view tag = element.tag;
    if (tag == "svg" || tag == "picture" || tag == "video" || tag == "audio") ++remote_;
    return false;
  }
  TextPlaces alt;
  const bool has_content = enter_as_seen(element, alt);
  if (element.tag == "body") return add_body(element), true;
  if (rule_for(element.tag) == TagRule::kUnwrap) return true;
  add_markup("<" + std::string(element.tag));
  for (const HtmlAttribute& attribute : element.attributes) add_attribute(element.tag, attribute, alt);
  if (std::string style = style_of(element); !style.empty()) add_style(std::move(style));
  add_markup(">");
  if (!is_void(element.tag)) return true;
  if (has_content) text_.leave(element.tag);
  return false;
}

/// The page's text knows the element with what all style blocks say of it.
bool PagePieces::enter_as_seen(const HtmlElement& element, TextPlaces& alt) {
  if (sheet_.is_empty()) return text_.enter(element, &alt);
  const std::string style =
      sheet_.hiding_for(element) + ";" + std::string(element.attribute("style").substr(0, kMostStyleBytes));
  HtmlElement seen = element;
  std::erase_if(seen.attributes, [](const HtmlAttribute& attribute) { return attribute.name == "style"; });
  seen.attributes.push_back({"style", style});
  return text_.enter(seen, &alt);
}

void PagePieces::leave(std::string_view tag) {
  if (rule_for(tag) == TagRule::kKeep) add_markup("</" + std::string(tag) + ">");
  if (tag == "body" && is_body_kept_) add_markup("</div>");
  text_.leave(tag);
}

void PagePieces::text(std::string_view content) {
  PagePiece piece{.kind = PagePiece::Kind::kText, .value = text::without_controls(content)};
  text_.add(piece.value, &piece.places);
  pieces_.push_back(std::move(piece));
}

void PagePieces::style(std::string_view css, std::string_view media) {
  const std::string kind = text::to_lower_ascii(text::trim(media));
  sheet_.add(css, kind.empty() || kind == "all" || kind == "screen");
}

void PagePieces::finish() { text_.finish(); }

void PagePieces::add_markup(std::string_view markup) {
  if (pieces_.empty() || pieces_.back().kind != PagePiece::Kind::kMarkup) pieces_.push_back({});
  pieces_.back().value += markup;
}

/// What the page says of the whole page is said of a block around it.
void PagePieces::add_body(const HtmlElement& element) {
  std::string of_old = "background-color:" + std::string(element.attribute("bgcolor").substr(0, kMaxAttribute));
  of_old.append(";color:").append(element.attribute("text").substr(0, kMaxAttribute));
  const std::string style = joined(filter_style(of_old, remote_), style_of(element));
  is_body_kept_ = !style.empty();
  if (!is_body_kept_) return;
  add_markup("<div");
  add_style(style);
  add_markup(">");
}

std::string PagePieces::style_of(const HtmlElement& element) {
  const std::string own = filter_style(element.attribute("style"), remote_);
  return sheet_.is_empty() ? own : joined(sheet_.shown_for(element), own);
}

void PagePieces::add_style(std::string style) {
  pieces_.push_back({.kind = PagePiece::Kind::kPlain, .name = "style", .value = std::move(style)});
}

void PagePieces::add_attribute(std::string_view tag, const HtmlAttribute& attribute, TextPlaces alt) {
  using Kind = PagePiece::Kind;
  const std::string_view value = attribute.value.substr(0, kMaxAttribute);
  const auto add = [&](Kind kind, std::string content) {
    pieces_.push_back({.kind = kind, .name = std::string(attribute.name), .value = std::move(content)});
  };
  if (attribute.name == "style") return;
  if (attribute.name == "href" && tag == "a") {
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
