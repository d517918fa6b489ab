#include "api/routes/mail_page.h"

#include <algorithm>

namespace frontdesk::api {
namespace {

// Mails are designed for white paper, so it stays white in a dark application. No class of a mail is ever written, so
// "left-out" is ours alone.
constexpr std::string_view kHead = R"(<!doctype html><html><head><meta charset="utf-8"><style>
:root{color-scheme:light}
body{margin:16px;background:#fff;color:#1f2328;overflow-wrap:break-word;
 font:14px/1.6 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
img{max-width:100%}
.left-out{display:inline-block;box-sizing:border-box;min-width:32px;min-height:24px;padding:2px 8px;max-width:100%;
 vertical-align:middle;overflow:hidden;background:#f3f4f6;border:1px solid #dfe3e8;border-radius:6px;
 color:#57606a;font-size:12px;line-height:18px;text-decoration:none}
</style></head><body>)";
constexpr std::string_view kFoot = "</body></html>";
/// In text and in values "<", ">" and quotation marks are written as entities, so these are found in tags alone.
constexpr std::string_view kImage = "<img";

/// The value of ` name="…"`; empty when there is none.
std::string_view value_of(std::string_view tag, std::string_view name) {
  const std::string opening = " " + std::string(name) + "=\"";
  const std::size_t at = tag.find(opening);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = tag.substr(at + opening.size());
  return rest.substr(0, rest.find('"'));
}

/// Marks that count readers are as small as this; nothing was to be seen there.
bool is_dot(std::string_view side) { return side == "0" || side == "1"; }

/// "width:80px;" of ` width="80"`; nothing where it is not a plain number of pixels.
std::string side_of(std::string_view tag, std::string_view name) {
  const std::string_view side = value_of(tag, name);
  const bool is_number = !side.empty() && side.size() <= 4 && side.find_first_not_of("0123456789") == side.npos;
  return is_number ? std::string(name) + ":" + std::string(side) + "px;" : std::string();
}

/// A picture whose bytes are not in the page leaves a quiet place with its words: without an address a browser would
/// draw the sign of something broken.
std::string shown_image(std::string_view tag) {
  if (value_of(tag, "src").starts_with("data:")) return std::string(tag);
  if (is_dot(value_of(tag, "width")) || is_dot(value_of(tag, "height"))) return {};
  std::string style = side_of(tag, "width") + side_of(tag, "height");
  style += value_of(tag, "style");
  std::string place = "<span class=\"left-out\"";
  if (!style.empty()) place.append(" style=\"").append(style).append("\"");
  return place.append(">").append(value_of(tag, "alt")).append("</span>");
}

}  // namespace

std::string mail_page(std::string_view fragment) {
  std::string page(kHead);
  while (!fragment.empty()) {
    const std::size_t at = std::min(fragment.find(kImage), fragment.size());
    page += fragment.substr(0, at);
    fragment.remove_prefix(at);
    const std::size_t end = fragment.find('>');
    if (fragment.empty() || end == std::string_view::npos) break;  // a tag that is cut off shows nothing
    page += shown_image(fragment.substr(0, end + 1));
    fragment.remove_prefix(end + 1);
  }
  page += kFoot;
  return page;
}

}  // namespace frontdesk::api
