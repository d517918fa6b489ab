// PagePieces: a page as the pieces that are written again, before anything is masked.
//
// Markup is ready to be written; text knows where it stands in the page's readable text; attributes that people read
// or follow wait until all finds of the page are known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "privacy/html/page_text.h"
#include "privacy/html/style_sheet.h"
#include "privacy/html/tree.h"

namespace frontdesk::privacy {

struct PagePiece {
  enum class Kind {
    kMarkup,
    kText,   ///< `value` is shown, each byte at its place
    kAlt,    ///< the same, as an attribute
    kTitle,  ///< text for people beside the page's text
    kLink,   ///< the address of a link
    kImage,  ///< the address of an image
    kPlain,  ///< a harmless attribute
  };
  Kind kind = Kind::kMarkup;
  std::string name = {};  ///< of an attribute
  std::string value = {};
  TextPlaces places = {};
};

class PagePieces final : public HtmlVisitor {
 public:
  bool enter(const HtmlElement& element) override;
  void leave(std::string_view tag) override;
  void text(std::string_view content) override;
  void style(std::string_view css, std::string_view media) override;
  void finish();

  [[nodiscard]] const std::vector<PagePiece>& pieces() const { return pieces_; }
  [[nodiscard]] const PageText& page_text() const { return text_; }
  /// Addresses that would have been loaded and were left out.
  [[nodiscard]] int remote() const { return remote_ + sheet_.remote(); }

 private:
  void add_markup(std::string_view markup);
  bool enter_as_seen(const HtmlElement& element, TextPlaces& alt);
  void add_body(const HtmlElement& element);
  void add_attribute(std::string_view tag, const HtmlAttribute& attribute, TextPlaces alt);
  /// What its rules and itself say, as far as it is harmless.
  std::string style_of(const HtmlElement& element);
  void add_style(std::string style);
  void add_image(std::string_view address);

  std::vector<PagePiece> pieces_;
  PageText text_;
  StyleSheet sheet_;
  int remote_ = 0;
  bool is_body_kept_ = false;
};

}  // namespace frontdesk::privacy
