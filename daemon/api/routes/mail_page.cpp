#include "api/routes/mail_page.h"

#include <algorithm>

namespace frontdesk::api {
namespace {

// Mails are designed for white paper, so it stays white in a dark application.
constexpr std::string_view kHead = R"(<!doctype html><html><head><meta charset="utf-8"><style>
:root{color-scheme:light}
body{margin:16px;background:#fff;color:#1f2328;overflow-wrap:break-word;
 font:14px/1.6 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
img{max-width:100%}
img:not([src]){display:inline-block;box-sizing:border-box;min-width:32px;min-height:24px;padding:2px 8px;
 vertical-align:middle;overflow:hidden;background:#f3f4f6;border:1px solid #dfe3e8;border-radius:6px;
 color:#57606a;font-size:12px;line-height:18px;text-decoration:none}
img:not([src])[width="0"],img:not([src])[width="1"],img:not([src])[height="0"],img:not([src])[height="1"]{display:none}
</style></head><body>)";
constexpr std::string_view kFoot = "</body></html>";
/// In text a quotation mark is written as an entity, so this is found in tags alone.
constexpr std::string_view kPartOfTheMail = " src=\"cid:";

}  // namespace

std::string mail_page(std::string_view fragment) {
  std::string page(kHead);
  while (!fragment.empty()) {
    const std::size_t at = std::min(fragment.find(kPartOfTheMail), fragment.size());
    page += fragment.substr(0, at);
    fragment.remove_prefix(at);
    if (fragment.empty()) break;
    const std::size_t end = fragment.find('"', kPartOfTheMail.size());
    fragment.remove_prefix(std::min(end, fragment.size() - 1) + 1);
  }
  page += kFoot;
  return page;
}

}  // namespace frontdesk::api
