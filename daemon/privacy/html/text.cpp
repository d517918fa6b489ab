// HTML to readable text, for mails without a text part.
#include <vector>

#include "base/text.h"
#include "privacy/html/rules.h"
#include "privacy/html/safe_html.h"
#include "privacy/html/tree.h"

namespace frontdesk::privacy {
namespace {

class TextWriter final : public HtmlVisitor {
 public:
  explicit TextWriter(const TextOptions& options) : options_(options) {}

  bool enter(const HtmlElement& element) override {
    if (element.is_foreign || rule_for(element.tag) == TagRule::kDropContent) return false;
    const std::string_view tag = element.tag;
    if (tag == "br") return add_line_break(), false;
    if (tag == "img") return add_words(element.attribute("alt")), false;
    if (tag == "blockquote" && !options_.keep_quotes) return end_line(), false;
    if (is_block(tag)) end_line();
    if (tag == "p" || (tag.size() == 2 && tag[0] == 'h' && tag != "hr")) wants_gap_ = !out_.empty();
    if (tag == "blockquote") ++quotes_;
    if (tag == "pre") ++preformatted_;
    if (tag == "li") add_words("- ");
    if ((tag == "td" || tag == "th") && !line_.empty()) line_ += '\t';
    if (tag == "a") links_.push_back({line_.size(), read_link(element.attribute("href"))});
    return true;
  }

  void leave(std::string_view tag) override {
    if (tag == "a") end_link();
    if (is_block(tag)) end_line();
    if (tag == "p") wants_gap_ = !out_.empty();
    if (tag == "blockquote") --quotes_;
    if (tag == "pre") --preformatted_;
  }

  void text(std::string_view content) override {
    const std::string clean = text::without_controls(content);
    if (preformatted_ == 0) return add_words(clean);
    for (const char c : clean) {
      if (c == '\n')
        add_line_break();
      else
        line_ += c;
    }
  }

  std::string finish() {
    end_line();
    return std::move(out_);
  }

 private:
  struct OpenLink {
    std::size_t begin;
    MailLink link;
  };

  /// Runs of blanks and line breaks are one blank, none at the beginning of a line.
  void add_words(std::string_view words) {
    for (const char c : words) {
      const bool blank = c == ' ' || c == '\n' || c == '\t';
      if (!blank)
        line_ += c;
      else if (!line_.empty() && line_.back() != ' ' && line_.back() != '\t')
        line_ += ' ';
    }
  }

  void end_link() {
    if (links_.empty()) return;
    const OpenLink open = std::move(links_.back());
    links_.pop_back();
    if (open.link.kind == LinkKind::kNone || open.begin > line_.size()) return;
    const std::string shown(text::trim(std::string_view(line_).substr(open.begin)));
    const std::string address = open.link.kind == LinkKind::kMail ? open.link.address.substr(7) : open.link.address;
    if (shown.empty() || shown == address || address.find(shown) != std::string::npos) return;
    line_ += " <" + address + ">";
  }

  void add_line_break() { write_line(); }
  void end_line() {
    if (!text::trim(line_).empty()) write_line();
    line_.clear();
  }
  void write_line() {
    while (!line_.empty() && (line_.back() == ' ' || line_.back() == '\t')) line_.pop_back();
    if (wants_gap_ && !out_.empty() && !out_.ends_with("\n\n")) out_ += '\n';
    wants_gap_ = false;
    for (int quote = 0; quote < quotes_; ++quote) out_ += "> ";
    out_ += line_;
    out_ += '\n';
    line_.clear();
    for (OpenLink& open : links_) open.begin = 0;
  }

  const TextOptions options_;
  std::string out_;
  std::string line_;
  std::vector<OpenLink> links_;
  int quotes_ = 0;
  int preformatted_ = 0;
  bool wants_gap_ = false;
};

}  // namespace

std::string html_to_text(std::string_view html, const TextOptions& options) {
  TextWriter writer(options);
  walk_html(html, HtmlLimits{}, writer);
  return std::string(text::trim(writer.finish()));
}

}  // namespace frontdesk::privacy
