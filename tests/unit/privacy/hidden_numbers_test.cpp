// Whatever a mail does to a number so that a program does not see it, a reader of the masked mail does not see it
// either: neither in the text nor in the HTML, however what the browser is given is decoded.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "privacy/html/safe_html.h"

namespace frontdesk::privacy {
namespace {

struct Views {
  std::string text;
  std::string html;
  std::string retold;  ///< the text that somebody made of the page without looking at its styles
};

/// As intake masks a mail that has only HTML.
Views masked(std::string_view html) {
  const Masker masker(Profile::kSop);
  const HtmlPage page(html);
  FoundValues values;
  page.give_values(values);
  const std::vector<KnownValue> known = values.known();
  const ReadablePage readable = page.text();
  return {masker.render(readable.text, known, readable.asides).masked.text.text(),
          page.write(masker, {.image_address = {}, .known = known}).html.text(),
          masker.render(readable.text, known, page.hidden_in(readable.text)).masked.text.text()};
}

int hex(char c) {
  const std::size_t place = std::string_view("0123456789abcdef").find(static_cast<char>(c | 0x20));
  return place == std::string_view::npos ? -1 : static_cast<int>(place);
}

/// Entities and percent forms decoded, three layers of them.
std::string decoded(std::string text) {
  for (int layer = 0; layer < 3; ++layer) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '%' && at + 2 < text.size() && hex(text[at + 1]) >= 0 && hex(text[at + 2]) >= 0) {
        out += static_cast<char>(hex(text[at + 1]) * 16 + hex(text[at + 2]));
        at += 2;
      } else if (text.compare(at, 2, "&#") == 0) {
        const bool is_hex = at + 2 < text.size() && (text[at + 2] | 0x20) == 'x';
        std::size_t digit = at + (is_hex ? 3 : 2);
        char32_t c = 0;
        for (; digit < text.size() && hex(text[digit]) >= 0 && (is_hex || hex(text[digit]) < 10); ++digit) {
          c = c * (is_hex ? 16 : 10) + static_cast<char32_t>(hex(text[digit]));
        }
        if (c > 0 && c < 0x110000) text::append_code_point(out, c);
        at = digit - (digit < text.size() && text[digit] == ';' ? 0 : 1);
      } else if (text.compare(at, 5, "&amp;") == 0) {
        out += '&';
        at += 4;
      } else {
        out += text[at];
      }
    }
    text = std::move(out);
  }
  return text;
}

std::string without_tags(std::string_view html) {
  std::string out;
  bool is_inside = false;
  for (const char c : html) {
    if (c == '<') is_inside = true;
    if (!is_inside) out += c;
    if (c == '>') is_inside = false;
  }
  return out;
}

/// Letters, digits and '@' alone, in one width and case: what is left when everything between them is taken out.
std::string bare(std::string_view text) {
  std::string out;
  const std::string folded = text::fold(text);
  for (const char c : folded) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '@') out += c;
  }
  return out;
}

void expect_hidden(const std::string& html, std::string_view value) {
  const Views views = masked(html);
  const std::string wanted = bare(value);
  EXPECT_EQ(bare(decoded(views.text)).find(wanted), std::string::npos) << html << "\n text: " << views.text;
  EXPECT_EQ(bare(decoded(views.retold)).find(wanted), std::string::npos) << html << "\n retold: " << views.retold;
  EXPECT_EQ(bare(decoded(views.html)).find(wanted), std::string::npos) << html << "\n html: " << views.html;
  EXPECT_EQ(bare(decoded(without_tags(views.html))).find(wanted), std::string::npos)
      << html << "\n html: " << views.html;
}

struct Planted {
  const char* value;
  std::vector<std::size_t> cuts;  ///< where it is cut as it is spoken
};

const std::vector<Planted>& planted() {
  static const std::vector<Planted> kValues = {{"13812340001", {3, 7}},
                                               {"11010119900307002X", {6, 14}},
                                               {"110101199003077758", {6, 14}},
                                               {"6222021234567890128", {4, 8, 12, 16}},
                                               {"zhang.wei@example.com", {5, 9, 10}}};
  return kValues;
}

/// `value` with `between` at its cuts.
std::string cut(const Planted& planted, std::string_view between) {
  std::string out;
  std::size_t cut = 0;
  for (std::size_t at = 0; planted.value[at] != '\0'; ++at) {
    if (cut < planted.cuts.size() && planted.cuts[cut] == at) {
      out += between;
      ++cut;
    }
    out += planted.value[at];
  }
  return out;
}

/// Each character of `value` written by `write`.
template <class Write>
std::string spelled(std::string_view value, Write write) {
  std::string out;
  for (const char c : value) out += write(static_cast<unsigned char>(c));
  return out;
}

std::string percent(unsigned char c) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  return {'%', kHex[c >> 4], kHex[c & 15]};
}

// M-76
TEST(HiddenNumbers, unseen_characters_between_the_digits_hide_nothing) {
  for (const Planted& value : planted()) {
    for (const char* between :
         {"&shy;",  "&shy",    "&zwj;",    "&zwnj;",           "&#8203;",  "&#x200b;",  "&#xfeff;",
          "&lrm;",  "&rlm;",   "&#x202d;", "&#x202c;",         "&#x2066;", "&#x2060;",  "&#xad;",
          "&#xAD",  "&#x34f;", "&#xfe0e;", "&#x180e;",         "&#x332;",  "&#xe0020;", "&#x61c;",
          "\u200b", "\u00ad",  "\u2063",   "&shy;&zwj;&#8203;"}) {
      expect_hidden("<p>查一下 " + cut(value, between) + " 谢谢</p>", value.value);
    }
  }
}

// M-76
TEST(HiddenNumbers, tags_and_hidden_parts_between_the_digits_hide_nothing) {
  for (const Planted& value : planted()) {
    for (const char* between : {"<wbr>",
                                "<b></b>",
                                "<!-- x -->",
                                "<span>",
                                "</span><i>",
                                "<span style=\"display:none\">x</span>",
                                "<span style='DISPLAY : none'>77</span>",
                                "<font size=1></font>",
                                "<span hidden>x</span>",
                                "<span style=\"font-size:0\">lo</span>",
                                "<span style=\"font-size: 0px\">9</span>",
                                "<i style=\"visibility:hidden\">abc</i>",
                                "<span style=\"color:#fff\">42</span>",
                                "<font color=white>x</font>",
                                "<span style=\"background:#eee;color:#eeeeee\">x</span>",
                                "<span style=\"color:transparent\">x</span>",
                                "<span style=\"opacity:0\">1</span>",
                                "<span style=\"mso-hide:all\">x</span>",
                                "<span style=\"max-height:0;overflow:hidden\">x</span>",
                                "<script>1</script>",
                                "<style>p{}</style>",
                                "<img src=\"http://t.example/1.gif\">",
                                "<span style=\"position:absolute;left:-9999px\">7</span>"}) {
      expect_hidden("<p>查一下 " + cut(value, between) + " 谢谢</p>", value.value);
    }
  }
}

// M-76
TEST(HiddenNumbers, lines_cells_and_items_between_the_digits_hide_nothing) {
  const std::vector<std::pair<const char*, std::pair<const char*, const char*>>> kFrames = {
      {"<br>", {"<p>", "</p>"}},
      {"<br/>\n", {"<div>", "</div>"}},
      {"</div><div>", {"<div>", "</div>"}},
      {"</li><li>", {"<ul><li>", "</li></ul>"}},
      {"</li>\n  <li>", {"<ol>\n<li>", "</li></ol>"}},
      {"</td><td>", {"<table><tr><td>", "</td></tr></table>"}},
      {"</td>\n<td>", {"<table>\n<tr>\n<td>", "</td></tr></table>"}},
      {"</td></tr><tr><td>", {"<table><tr><td>", "</td></tr></table>"}},
      {"</p><p>", {"<p>", "</p>"}},
      {"</dd><dd>", {"<dl><dd>", "</dd></dl>"}}};
  for (const Planted& value : planted()) {
    if (std::string_view(value.value).find('@') != std::string_view::npos) continue;  // nobody reads one over lines
    for (const auto& [between, frame] : kFrames) {
      expect_hidden("<p>请查</p>" + std::string(frame.first) + cut(value, between) + frame.second, value.value);
    }
  }
  const Planted digits{"13812340001", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}};
  expect_hidden("<ul><li>" + cut(digits, "</li><li>") + "</li></ul>", digits.value);
  expect_hidden("<table><tr><td>" + cut(digits, "</td><td>") + "</td></tr></table>", digits.value);
}

// M-76
TEST(HiddenNumbers, blanks_and_widths_of_any_kind_hide_nothing) {
  const Planted& mobile = planted()[0];
  for (const char* between : {"&nbsp;", "&#160;", "&ensp;", "&emsp;", "&thinsp;", "&#x205f;", "&#x3000;", "&#x2800;",
                              "&nbsp;&nbsp;", "&#x2011;", "&ndash;", "&minus;", "&period;", " &shy; ", "\n "}) {
    expect_hidden("<p>查一下 " + cut(mobile, between) + " 谢谢</p>", mobile.value);
  }
  for (const Planted& value : planted()) {
    expect_hidden(spelled(value.value,
                          [](unsigned char c) {
                            std::string wide;
                            text::append_code_point(wide, c + 0xFEE0U);
                            return wide;
                          }),
                  value.value);
  }
}

// M-76
TEST(HiddenNumbers, references_hide_nothing_once_or_twice_written) {
  for (const Planted& value : planted()) {
    for (const bool is_hex : {false, true}) {
      for (const char* end : {";", ""}) {
        for (const char* begin : {"&", "&amp;"}) {
          const std::string written = spelled(value.value, [&](unsigned char c) {
            const std::string number = is_hex ? std::string("x") + percent(c).substr(1) : std::to_string(c);
            return begin + ("#" + number) + end;
          });
          expect_hidden("<p>电话 " + written + "</p>", value.value);
        }
      }
    }
  }
}

// M-76
TEST(HiddenNumbers, links_and_attributes_hide_nothing) {
  for (const Planted& value : planted()) {
    const std::string plain = value.value;
    for (const std::string& form : {plain, spelled(plain, percent),
                                    spelled(plain, [](unsigned char c) { return "%25" + percent(c).substr(1); })}) {
      for (const char* before :
           {"https://shop.test/?m=", "http://shop.test/?a=1&q=", "https://shop.test/u/", "https://shop.test/a/b/",
            "https://shop.test/#", "https://shop.test/x#u=", "https://shop.test/?user=", "http://",
            "tel:", "sms:", "mailto:", "mailto:?subject=", "mailto:a@shop.test?body=", "https://wa.me/", "callto:"}) {
        for (const char* after : {"", "&b=2", "/", "?x=1", ".html", ";v=1"}) {
          const std::string link = before + form + after;
          expect_hidden("<p><a href=\"" + link + "\">我的包裹</a></p>", value.value);
          expect_hidden("<p><a href=\"" + link + "\">" + link + "</a></p>", value.value);
        }
      }
    }
    for (const char* name : {"alt", "title", "cite", "lang", "face", "data-x", "id", "class", "start", "width"}) {
      for (const char* tag : {"img", "p", "a", "blockquote", "font", "ol"}) {
        expect_hidden(std::string("<") + tag + " " + name + "=\"" + plain + "\">x", value.value);
      }
    }
    expect_hidden("<img alt=\"" + plain.substr(0, 3) + "\">" + plain.substr(3), value.value);
    expect_hidden("<p title=\"" + cut(value, "&shy;") + "\">x</p>", value.value);
    expect_hidden("<p>" + plain + "</p><p><a href=\"https://shop.test/item/" + plain + "\">x</a></p>", value.value);
  }
}

TEST(HiddenNumbers, a_number_written_from_right_to_left_is_not_turned_round) {
  EXPECT_EQ(masked("<bdo dir=rtl>10004321831</bdo>").html.find("bdo"), std::string::npos);
}

// M-76: what is no number of a person stays, by the same marks and in the same places.
TEST(HiddenNumbers, numbers_of_things_stay_readable_in_every_place) {
  for (const char* html :
       {"<p>订单号 20240&shy;315123456789</p>", "<a href=\"https://shop.test/item/13800138000\">x</a>",
        "<a href=\"https://shop.test/?order=13812340001\">x</a>",
        "<a href=\"https://shop.test/track?no=731380013800012\">x</a>", "<p>2024<br>2023<br>2022</p>",
        "<table><tr><td>2020</td><td>2021</td><td>2022</td><td>2023</td></tr></table>", "<p>v1.2.<b>3</b>.4</p>",
        "<p>138</p><p>你好</p><p>12340001 件</p>", "<p>100%20</p>"}) {
    const Views views = masked(html);
    EXPECT_EQ(views.html.find('*'), std::string::npos) << views.html;
    EXPECT_EQ(views.text.find('*'), std::string::npos) << views.text;
  }
  EXPECT_NE(masked("<a href=\"https://shop.test/item/13800138000\">x</a>").html.find("13800138000"), std::string::npos);
}

// D-03: the last four that may be seen are those of the number, not of what was hidden in it.
TEST(HiddenNumbers, the_cover_shows_the_end_of_the_number_that_is_read) {
  EXPECT_EQ(masked("<p>1<span style=\"display:none\">lo7</span>3812340004</p>").text, "*******0004");
  EXPECT_EQ(masked("<p>&amp;#49;&amp;#51;812340004</p>").text, "*******0004");
}

}  // namespace
}  // namespace frontdesk::privacy
