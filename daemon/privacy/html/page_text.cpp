#include "privacy/html/page_text.h"

#include <algorithm>

#include "base/text.h"

namespace frontdesk::privacy {

bool PageText::enter(const HtmlElement& element, TextPlaces* alt) {
  if (element.is_foreign || rule_for(element.tag) == TagRule::kDropContent) return false;
  const std::string_view tag = element.tag;
  if (tag == "br") return write_line(), false;
  if (tag == "img") {
    const std::size_t begin = out_.size();
    hidden_.enter(element);
    add_words(text::without_controls(element.attribute("alt")), alt);
    if (hidden_.is_hidden()) note_aside(begin);
    hidden_.leave();
    return false;
  }
  if (tag == "blockquote" && !options_.keep_quotes) return end_line(), false;
  if (is_block(tag)) end_line();
  if (tag == "p" || (tag.size() == 2 && tag[0] == 'h' && tag != "hr")) wants_gap_ = !out_.empty();
  if (tag == "blockquote") ++quotes_;
  if (tag == "pre") ++preformatted_;
  if (tag == "li") add_words("- ", nullptr);
  if ((tag == "td" || tag == "th") && line_size() > 0) put("\t");
  if (tag == "a") links_.push_back({line_size(), read_link(element.attribute("href"))});
  hidden_.enter(element);
  return true;
}

void PageText::leave(std::string_view tag) {
  hidden_.leave();
  if (tag == "a") end_link();
  if (is_block(tag)) end_line();
  if (tag == "p") wants_gap_ = !out_.empty();
  if (tag == "blockquote") --quotes_;
  if (tag == "pre") --preformatted_;
}

void PageText::add(std::string_view content, TextPlaces* places) {
  const std::size_t begin = out_.size();
  if (preformatted_ == 0) {
    add_words(content, places);
  } else {
    for (const char& c : content) {
      if (c == '\n') {
        write_line();
      } else {
        put({&c, 1});
      }
      if (places != nullptr) places->push_back(static_cast<std::uint32_t>(out_.size() - 1));
    }
  }
  if (hidden_.is_hidden()) note_aside(begin);
}

/// Runs of blanks and line breaks are one blank, none at the beginning of a line.
void PageText::add_words(std::string_view words, TextPlaces* places) {
  for (const char& c : words) {
    const bool is_blank = c == ' ' || c == '\n' || c == '\t';
    const bool is_kept = !is_blank || (line_size() > 0 && out_.back() != ' ' && out_.back() != '\t');
    if (is_kept) put(is_blank ? std::string_view(" ") : std::string_view(&c, 1));
    if (places != nullptr) places->push_back(is_kept ? static_cast<std::uint32_t>(out_.size() - 1) : kNowhere);
  }
}

void PageText::end_link() {
  if (links_.empty()) return;
  const OpenLink open = std::move(links_.back());
  links_.pop_back();
  if (open.link.kind == LinkKind::kNone || open.begin > line_size() || !is_in_line_) return;
  const std::string_view shown = text::trim(std::string_view(out_).substr(line_begin_ + open.begin));
  const std::string address = open.link.kind == LinkKind::kMail ? open.link.address.substr(7) : open.link.address;
  if (shown.empty() || address.find(shown) != std::string::npos) return;
  const std::size_t begin = out_.size();
  put(" <" + address + ">");
  note_aside(begin);  // what stands behind the link goes on where its words ended
}

void PageText::put(std::string_view characters) {
  begin_line();
  out_ += characters;
}

/// [begin, end of the text) is hidden.
void PageText::note_aside(std::size_t begin) {
  begin = std::min(begin, out_.size());
  if (begin == out_.size()) return;
  if (!asides_.empty() && asides_.back().end >= begin) {
    asides_.back().end = out_.size();
  } else {
    asides_.push_back({begin, out_.size()});
  }
}

void PageText::begin_line() {
  if (is_in_line_) return;
  is_in_line_ = true;
  before_line_ = out_.size();
  had_gap_ = wants_gap_;
  if (wants_gap_ && !out_.empty() && !out_.ends_with("\n\n")) out_ += '\n';
  wants_gap_ = false;
  for (int quote = 0; quote < quotes_; ++quote) out_ += "> ";
  line_begin_ = out_.size();
}

void PageText::write_line() {
  begin_line();
  while (out_.size() > line_begin_ && (out_.back() == ' ' || out_.back() == '\t')) out_.pop_back();
  out_ += '\n';
  is_in_line_ = false;
  for (OpenLink& open : links_) open.begin = 0;
}

void PageText::end_line() {
  if (!is_in_line_) return;
  if (!text::trim(std::string_view(out_).substr(line_begin_)).empty()) return write_line();
  out_.resize(before_line_);
  wants_gap_ = had_gap_;
  is_in_line_ = false;
}

ReadablePage readable(const PageText& page) {
  const std::string_view all = page.text();
  const std::string_view text = text::trim(all);
  const std::size_t left_out = text.empty() ? 0 : static_cast<std::size_t>(text.data() - all.data());
  ReadablePage result{std::string(text), {}};
  for (const Aside& aside : page.asides()) {
    const std::size_t begin = std::max(aside.begin, left_out) - left_out;
    const std::size_t end = std::min(std::max(aside.end, left_out) - left_out, text.size());
    if (begin < end) result.asides.push_back({begin, end});
  }
  return result;
}

}  // namespace frontdesk::privacy
