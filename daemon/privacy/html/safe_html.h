// HTML mail made harmless and masked, and HTML as readable text.
//
// The document is parsed as a browser would and written anew from an allow-list of tags, attributes and CSS properties;
// nothing of the original markup is copied. What is not listed is dropped, with its content where the content is no
// text (script, svg, templates …). Simple rules of style blocks are written into the elements they are for
// (style_sheet.h). Depth ≤ 256, nodes ≤ 50,000; what lies beyond is cut and `truncated`
// says so. Serve the result only with its own sandbox policy; this is one of two fences.
//
// Both forms are masked by finds in one text (page_text.h), so that they hide the same.
// Thread rule: values and pure functions, any thread.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/found_values.h"
#include "privacy/html/page_text.h"
#include "privacy/masker.h"

namespace frontdesk::privacy {

struct SafeHtml {
  MaskedText html;                 ///< a fragment: no html, head or body element
  bool has_remote_images = false;  ///< images from the network were left out
  int remote_images = 0;
  bool truncated = false;
};

struct HtmlOptions {
  /// Gives the address to show for an embedded image, by its Content-ID without brackets; only a `cid:` or
  /// `data:image/…;base64,` address or a path beginning with '/' is taken. Not set: `cid:` references stay as they are.
  std::function<std::string(std::string_view content_id)> image_address;
  std::span<const KnownValue> known;
};

/// A page that was parsed once, for its text and for its HTML.
class HtmlPage {
 public:
  /// `html`: UTF-8, any bytes. At most 8 MiB are read.
  explicit HtmlPage(std::string_view html);
  ~HtmlPage();
  HtmlPage(const HtmlPage&) = delete;
  HtmlPage& operator=(const HtmlPage&) = delete;

  /// For mails without a text part. Not masked yet.
  [[nodiscard]] ReadablePage text() const;
  /// The parts of another text of the same mail that repeat what the page hides inside a number (retold.h).
  [[nodiscard]] std::vector<Aside> hidden_in(std::string_view text) const;
  /// Takes what the text, the links and the titles of the page hold.
  void give_values(FoundValues& into) const;
  [[nodiscard]] SafeHtml write(const Masker& masker, const HtmlOptions& options = {}) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// HtmlPage(html).write(…), with what the page itself holds among the known values.
SafeHtml make_safe_html(std::string_view html, const Masker& masker, const HtmlOptions& options = {});

/// The text alone, as page_text.h describes it.
std::string html_to_text(std::string_view html, const TextOptions& options = {});

}  // namespace frontdesk::privacy
