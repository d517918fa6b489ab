// HTML mail made harmless and masked.
//
// The document is parsed as a browser would and written anew from an allow-list of tags, attributes and CSS properties;
// nothing of the original markup is copied. What is not listed is dropped, with its content where the content is no
// text (script, style sheets, svg, templates …). Depth ≤ 256, nodes ≤ 50,000; what lies beyond is cut and `truncated`
// says so. Serve the result only with its own sandbox policy; this is one of two fences.
// Thread rule: pure functions, any thread.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

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

/// `html`: UTF-8, any bytes. At most 8 MiB are read.
SafeHtml make_safe_html(std::string_view html, const Masker& masker, const HtmlOptions& options = {});

struct TextOptions {
  bool keep_quotes = true;  ///< blockquotes as lines beginning with "> "; false: left out
};

/// The readable text of an HTML mail that has no text part: blocks become lines, list items "- ", table cells are
/// separated by tabs, a link whose text is not its address becomes "text <address>". Not masked yet.
std::string html_to_text(std::string_view html, const TextOptions& options = {});

}  // namespace frontdesk::privacy
