#include "privacy/html/safe_html.h"

#include "privacy/detect/characters.h"
#include "privacy/detect/resolve.h"
#include "privacy/html/block_text.h"
#include "privacy/html/rules.h"
#include "privacy/html/tree.h"
#include "privacy/masked_text_maker.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kMaxAttribute = 2048;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view address) {
  std::string out;
  for (std::size_t at = 0; at < address.size(); ++at) {
    const bool encoded = address[at] == '%' && at + 2 < address.size() && hex_value(address[at + 1]) >= 0 &&
                         hex_value(address[at + 2]) >= 0;
    out += encoded ? static_cast<char>(hex_value(address[at + 1]) * 16 + hex_value(address[at + 2])) : address[at];
    if (encoded) at += 2;
  }
  return out;
}

/// Writes what the walk shows, from the allow-lists only.
class SafeWriter final : public HtmlVisitor {
 public:
  SafeWriter(const Masker& masker, const HtmlOptions& options)
      : masker_(masker), options_(options), block_(masker, options.known) {}

  bool enter(const HtmlElement& element) override {
    const TagRule rule = element.is_foreign ? TagRule::kDropContent : rule_for(element.tag);
    if (element.tag == "head" || rule == TagRule::kDropContent) {
      count_loads(element);
      return false;
    }
    border(element.tag);
    if (rule == TagRule::kUnwrap) return true;
    std::string markup = "<" + std::string(element.tag);
    for (const HtmlAttribute& attribute : element.attributes) add_attribute(element.tag, attribute, markup);
    block_.add_markup(markup + ">");
    return !is_void(element.tag);
  }

  void leave(std::string_view tag) override {
    if (rule_for(tag) == TagRule::kKeep) block_.add_markup("</" + std::string(tag) + ">");
    border(tag);
  }

  void text(std::string_view content) override { block_.add_text(text::without_controls(content)); }

  SafeHtml finish(bool truncated) {
    block_.flush(out_);
    return {MaskedTextMaker::make(std::move(out_)), remote_ > 0, remote_, truncated};
  }

 private:
  /// Where a line ends the text so far is one unit for the detectors; cells and line breaks only separate within it.
  void border(std::string_view tag) {
    if (tag == "br")
      block_.add_border('\n');
    else if (tag == "td" || tag == "th")
      block_.add_border('\t');
    else if (is_block(tag))
      block_.flush(out_);
  }

  void count_loads(const HtmlElement& element) {
    if (element.tag == "svg" || element.tag == "picture" || element.tag == "video" || element.tag == "audio") ++remote_;
  }

  void add_attribute(std::string_view tag, const HtmlAttribute& attribute, std::string& markup) {
    const std::string_view value = attribute.value.substr(0, kMaxAttribute);
    if (attribute.name == "style") {
      write(attribute.name, filter_style(value, remote_), markup);
    } else if (attribute.name == "href" && tag == "a") {
      add_link(value, markup);
    } else if (attribute.name == "src" && tag == "img") {
      add_image(attribute.value, markup);
    } else if (is_loading_attribute(attribute.name)) {
      ++remote_;
    } else if (is_text_attribute(attribute.name)) {
      write(attribute.name, masker_.mask(text::without_controls(value), options_.known).text.text(), markup);
    } else if (is_plain_attribute(attribute.name) && !holds_personal_data(value)) {
      write(attribute.name, value, markup);
    }
  }

  void add_link(std::string_view value, std::string& markup) {
    MailLink link = read_link(value);
    if (link.kind == LinkKind::kMail) link.address = masker_.mask(percent_decoded(link.address)).text.text();
    if (link.kind == LinkKind::kWeb && holds_personal_data(percent_decoded(link.address))) {
      link.address.resize(std::min(link.address.find_first_of("?#"), link.address.size()));
      if (holds_personal_data(percent_decoded(link.address))) return;
    }
    if (link.kind == LinkKind::kNone) return;
    write("href", link.address, markup);
    markup += " rel=\"noopener noreferrer\" target=\"_blank\"";
  }

  void add_image(std::string_view value, std::string& markup) {
    const std::string_view address = text::trim(value);
    if (text::starts_with_ignoring_case(address, "cid:")) {
      const std::string_view id = address.substr(4);
      const std::string shown = options_.image_address ? options_.image_address(id) : std::string(address);
      const bool is_ours = shown.starts_with("cid:") || is_safe_image_data(shown) ||
                           (shown.starts_with('/') && !shown.starts_with("//"));
      if (is_ours) write("src", shown, markup);
    } else if (is_safe_image_data(address)) {
      write("src", address, markup);
    } else if (!address.empty()) {
      ++remote_;
    }
  }

  [[nodiscard]] bool holds_personal_data(std::string_view value) const {
    return !find_personal_data(value, options_.known).empty();
  }

  static void write(std::string_view name, std::string_view value, std::string& markup) {
    if (!value.empty()) markup.append(" ").append(name).append("=\"").append(escape_html(value)).append("\"");
  }

  const Masker& masker_;
  const HtmlOptions& options_;
  BlockText block_;
  std::string out_;
  int remote_ = 0;
};

}  // namespace

SafeHtml make_safe_html(std::string_view html, const Masker& masker, const HtmlOptions& options) {
  SafeWriter writer(masker, options);
  const bool truncated = walk_html(html, HtmlLimits{}, writer);
  return writer.finish(truncated);
}

}  // namespace frontdesk::privacy
