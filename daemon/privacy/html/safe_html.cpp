#include "privacy/html/safe_html.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "privacy/detect/reading.h"
#include "privacy/detect/resolve.h"
#include "privacy/html/page_pieces.h"
#include "privacy/html/retold.h"
#include "privacy/html/rules.h"
#include "privacy/html/tree.h"
#include "privacy/masked_text_maker.h"

namespace frontdesk::privacy {
namespace {

/// Bytes: a name of two characters, or six digits. Most harmless attributes are shorter.
constexpr std::size_t kLeastPersonal = 6;

/// Writes the pieces again, each with what is covered of it.
class SafeWriter {
 public:
  SafeWriter(const PageText& page, const Masker& masker, const HtmlOptions& options)
      : page_(page),
        masker_(masker),
        options_(options),
        known_(options.known),
        finds_(find_personal_data(page.text(), known_, page.asides())),
        is_covered_(finds_.size(), false) {}

  void add(const PagePiece& piece) {
    switch (piece.kind) {
      case PagePiece::Kind::kMarkup: out_ += piece.value; return;
      case PagePiece::Kind::kText: add_placed(piece); return;
      case PagePiece::Kind::kAlt:
        if (piece.value.empty()) return;
        out_.append(" ").append(piece.name).append("=\"");
        add_placed(piece);
        out_ += '"';
        return;
      case PagePiece::Kind::kTitle: write(piece.name, masker_.mask(piece.value, known_).text.text()); return;
      case PagePiece::Kind::kLink: add_link(piece); return;
      case PagePiece::Kind::kImage: add_image(piece); return;
      case PagePiece::Kind::kPlain:
        if (is_plain(piece.value)) write(piece.name, piece.value);
        return;
    }
  }

  std::string take() { return std::move(out_); }

 private:
  /// The cover stands where the find's first byte is written; the rest of the find, in whatever piece, is left out.
  void add_placed(const PagePiece& piece) {
    std::size_t copied = 0;
    for (std::size_t byte = 0; byte < piece.value.size(); ++byte) {
      const std::size_t find = find_at(piece.places, byte);
      if (find == finds_.size()) continue;
      out_ += escape_html(std::string_view(piece.value).substr(copied, byte - copied));
      copied = byte + 1;
      if (is_covered_[find]) continue;
      is_covered_[find] = true;
      out_ += escape_html(cover_at(page_.text(), finds_[find], page_.asides(), masker_.profile()));
    }
    out_ += escape_html(std::string_view(piece.value).substr(copied));
  }

  /// The find that the byte belongs to; the number of finds when it belongs to none.
  std::size_t find_at(const TextPlaces& places, std::size_t byte) const {
    if (byte >= places.size() || places[byte] == kNowhere) return finds_.size();
    const std::size_t place = places[byte];
    const auto behind = std::upper_bound(finds_.begin(), finds_.end(), place,
                                         [](std::size_t at, const Find& find) { return at < find.begin; });
    if (behind == finds_.begin() || std::prev(behind)->end <= place) return finds_.size();
    return static_cast<std::size_t>(std::prev(behind) - finds_.begin());
  }

  void add_link(const PagePiece& piece) {
    MailLink link = read_link(piece.value);
    if (link.kind == LinkKind::kNone) return;
    if (link.kind == LinkKind::kMail) {
      link.address = masker_.mask(value_as_shown(link.address, 0, link.address.size()), known_).text.text();
    }
    if (link.kind == LinkKind::kWeb && holds_personal_data(link.address)) {
      link.address.resize(std::min(link.address.find_first_of("?#"), link.address.size()));
      if (holds_personal_data(link.address)) return;
    }
    write("href", link.address);
    out_ += " rel=\"noopener noreferrer\" target=\"_blank\"";
  }

  void add_image(const PagePiece& piece) {
    if (!text::starts_with_ignoring_case(piece.value, "cid:")) return write("src", piece.value);
    const std::string_view id = std::string_view(piece.value).substr(4);
    const std::string shown = options_.image_address ? options_.image_address(id) : piece.value;
    const bool is_ours =
        shown.starts_with("cid:") || is_safe_image_data(shown) || (shown.starts_with('/') && !shown.starts_with("//"));
    if (is_ours && !holds_personal_data(shown)) write("src", shown);
  }

  [[nodiscard]] bool holds_personal_data(std::string_view value) const {
    return !find_personal_data(value, known_).empty();
  }

  /// Styles repeat, so each is looked through once.
  bool is_plain(const std::string& value) {
    if (value.size() < kLeastPersonal) return true;
    const auto [known, is_new] = plain_.try_emplace(value, false);
    if (is_new) known->second = !holds_personal_data(value);
    return known->second;
  }

  void write(std::string_view name, std::string_view value) {
    if (!value.empty()) out_.append(" ").append(name).append("=\"").append(escape_html(value)).append("\"");
  }

  const PageText& page_;
  const Masker& masker_;
  const HtmlOptions& options_;
  const std::span<const KnownValue> known_;
  const Finds finds_;
  std::vector<bool> is_covered_;
  std::unordered_map<std::string_view, bool> plain_;
  std::string out_;
};

/// The text of a page alone.
class TextVisitor final : public HtmlVisitor {
 public:
  explicit TextVisitor(const TextOptions& options) : page(options) {}
  bool enter(const HtmlElement& element) override { return page.enter(element); }
  void leave(std::string_view tag) override { page.leave(tag); }
  void text(std::string_view content) override { page.add(text::without_controls(content)); }

  PageText page;
};

}  // namespace

struct HtmlPage::Impl {
  PagePieces pieces;
  bool truncated = false;
};

HtmlPage::HtmlPage(std::string_view html) : impl_(std::make_unique<Impl>()) {
  impl_->truncated = walk_html(html, HtmlLimits{}, impl_->pieces);
  impl_->pieces.finish();
}
HtmlPage::~HtmlPage() = default;

ReadablePage HtmlPage::text() const { return readable(impl_->pieces.page_text()); }

std::vector<Aside> HtmlPage::hidden_in(std::string_view text) const {
  return hidden_again(impl_->pieces.page_text(), text);
}

void HtmlPage::give_values(FoundValues& into) const {
  into.take_from(impl_->pieces.page_text().text(), impl_->pieces.page_text().asides());
  for (const PagePiece& piece : impl_->pieces.pieces()) {
    using Kind = PagePiece::Kind;
    if (piece.kind == Kind::kLink || piece.kind == Kind::kTitle || piece.kind == Kind::kAlt)
      into.take_from(piece.value);
  }
}

SafeHtml HtmlPage::write(const Masker& masker, const HtmlOptions& options) const {
  SafeWriter writer(impl_->pieces.page_text(), masker, options);
  for (const PagePiece& piece : impl_->pieces.pieces()) writer.add(piece);
  const int remote = impl_->pieces.remote();
  return {MaskedTextMaker::make(writer.take()), remote > 0, remote, impl_->truncated};
}

SafeHtml make_safe_html(std::string_view html, const Masker& masker, const HtmlOptions& options) {
  const HtmlPage page(html);
  FoundValues values(options.known);
  page.give_values(values);
  const std::vector<KnownValue> known = values.known();
  HtmlOptions with_own = options;
  with_own.known = known;
  return page.write(masker, with_own);
}

std::string html_to_text(std::string_view html, const TextOptions& options) {
  TextVisitor visitor(options);
  walk_html(html, HtmlLimits{}, visitor);
  visitor.page.finish();
  return readable(visitor.page).text;
}

}  // namespace frontdesk::privacy
