#include "text/html_text.h"

#include <gtest/gtest.h>

namespace frontdesk::email {
namespace {

struct Case {
  const char* html;
  const char* text;
};

TEST(HtmlText, shows_what_a_reader_sees) {
  const Case cases[] = {
      {"", ""},
      {"plain", "plain\n"},
      {"<p>one</p><p>two</p>", "one\n\ntwo\n"},
      {"a<br>b<br/>c", "a\nb\nc\n"},
      {"<div>a</div><div>b</div>", "a\nb\n"},
      {"a \n\t  b", "a b\n"},
      {"<ul><li>one<li>two</ul>", "- one\n- two\n"},
      {"<table><tr><td>a<td>b</tr><tr><td>c</table>", "a b\nc\n"},
      {"x<blockquote>old<br>older</blockquote>y", "x\n> old\n> older\ny\n"},
      {"<pre>a\n  b</pre>", "a\n  b\n"},
      {"&lt;b&gt; &amp;&nbsp;&#20320;&#x597D; &bogus; &#99999999;", "<b> & 你好 &bogus; \xEF\xBF\xBD\n"},
      {"<style>p{}</style><script>x()</script><title>t</title>text", "text\n"},
      {"<!-- comment --><![CDATA[x]]><?xml?>text", "text\n"},
      {"<a href=\"x>y\">link</a>", "link\n"},
      {"1 < 2 and 3 > 2", "1 < 2 and 3 > 2\n"},
      {"<script>never closed", ""},
      {"<head><meta x>never closed head", "never closed head\n"},
      {"a\xE2\x80\xAE"
       "b\xE2\x80\x8B"
       "c",
       "abc\n"},
  };
  for (const Case& c : cases) EXPECT_EQ(text_of_html(c.html), c.text) << c.html;
}

TEST(HtmlText, depth_costs_nothing) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<blockquote>";
  const std::string text = text_of_html(deep + "x");
  EXPECT_TRUE(text.ends_with("> x\n"));
  EXPECT_LT(text.size(), 100U);
}

}  // namespace
}  // namespace frontdesk::email
