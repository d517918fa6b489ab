#include "desk/inbound/rendition.h"

#include <frontdesk/json.h>

#include <exception>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>

#include "base/log.h"
#include "base/text.h"
#include "desk/excerpt.h"
#include "desk/inbound/labelled_number.h"
#include "desk/limits.h"
#include "desk/people/people.h"
#include "privacy/found_values.h"
#include "privacy/html/safe_html.h"
#include "privacy/masker.h"
#include "privacy/normalise.h"
#include "privacy/seal/vault.h"
#include "storage/search/text.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kSubjectLength = 200;
constexpr std::size_t kMostIdentifiers = 50;
/// Classification looks at the beginning only: what it is about stands there.
constexpr std::size_t kClassifiedBytes = 4096;

/// Text from outside, safe to keep: valid UTF-8, no control tricks, bounded at a character.
std::string clean(std::string text, std::size_t most_bytes) {
  if (text.size() > most_bytes) text.resize(most_bytes);
  return text::without_controls(text::repair_utf8(text));
}

/// The part of `text` that a span covers; code points to bytes.
std::string_view slice(std::string_view text, const privacy::Span& span, std::size_t& at, std::size_t& code_point) {
  while (code_point < span.start && at < text.size()) text::next_code_point(text, at), ++code_point;
  const std::size_t begin = at;
  while (code_point < span.end && at < text.size()) text::next_code_point(text, at), ++code_point;
  return text.substr(begin, at - begin);
}

void add_name(const privacy::Vault& vault, std::string_view value,
              std::vector<std::pair<IdentifierKind, Bytes>>& into) {
  const std::string name = privacy::normalise_name(value);
  if (!name.empty()) into.emplace_back(IdentifierKind::kName, vault.blind_index(privacy::IndexPurpose::kName, name));
}

void add_phone(const privacy::Vault& vault, std::string_view phone,
               std::vector<std::pair<IdentifierKind, Bytes>>& into) {
  into.emplace_back(IdentifierKind::kPhone,
                    vault.blind_index(privacy::IndexPurpose::kPhone, privacy::normalise_phone(phone)));
  if (const std::string tail = privacy::phone_tail(phone); !tail.empty()) {
    into.emplace_back(IdentifierKind::kPhoneTail, vault.blind_index(privacy::IndexPurpose::kPhoneTail, tail));
  }
}

void collect_labelled(const privacy::Vault& vault, std::string_view text,
                      std::vector<std::pair<IdentifierKind, Bytes>>& into) {
  for (const LabelledNumber& number : find_labelled_numbers(text, kMostIdentifiers)) {
    if (into.size() >= kMostIdentifiers) return;
    const bool is_order = number.kind == LabelledNumber::Kind::kOrder;
    into.emplace_back(is_order ? IdentifierKind::kOrder : IdentifierKind::kTracking,
                      vault.blind_index(privacy::IndexPurpose::kOrder, privacy::normalise_order(number.value)));
  }
}

void collect_identifiers(const privacy::Vault& vault, std::string_view text, const std::vector<privacy::Span>& spans,
                         std::vector<std::pair<IdentifierKind, Bytes>>& into) {
  std::size_t at = 0, code_point = 0;
  for (const privacy::Span& span : spans) {
    if (into.size() >= kMostIdentifiers) return;
    const std::string_view value = slice(text, span, at, code_point);
    switch (span.kind) {
      case privacy::DataKind::kMobile:
      case privacy::DataKind::kLandline:
      case privacy::DataKind::kForeignPhone: add_phone(vault, value, into); break;
      case privacy::DataKind::kEmail:
        into.emplace_back(IdentifierKind::kEmail,
                          vault.blind_index(privacy::IndexPurpose::kEmail, privacy::normalise_email(value)));
        break;
      case privacy::DataKind::kName: add_name(vault, value, into); break;
      default: break;
    }
  }
}

/// Calls `use` for every word of the folded text until it returns false.
template <class Use>
void for_each_word(std::string_view folded, Use use) {
  bool goes_on = true;
  for (auto run = storage::next_run(folded, 0); run.characters > 0 && goes_on;
       run = storage::next_run(folded, run.end)) {
    storage::for_each_token(folded, run, false, [&](std::size_t begin, std::size_t end) {
      return goes_on = use(folded.substr(begin, end - begin));
    });
  }
}

/// Without "<https://…>", which stands behind the words of a link.
std::string without_addresses(std::string_view line) {
  std::string words;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = line[at] == '<' ? line.find('>', at) : std::string_view::npos;
    if (end != std::string_view::npos && line.substr(at, end - at).find(':') != std::string_view::npos) {
      at = end + 1;
    } else {
      words += line[at++];
    }
  }
  return words;
}

/// What the designed page of a mail says and its text part does not, which people must find and be shown first: the
/// lines of `page` that have a word (of CJK text: two characters in a row) which none of `texts` has. Addresses behind
/// links are no words. Compared as search compares.
privacy::MaskedText lines_beyond(const privacy::MaskedText& page, std::initializer_list<privacy::MaskedText> texts) {
  std::unordered_set<std::string> known;
  for (const privacy::MaskedText& text : texts) {
    for_each_word(storage::fold_for_search(text.text()), [&](std::string_view word) {
      known.emplace(word);
      return true;
    });
  }
  std::string lines;
  for (const std::string_view line : text::split(page.text(), '\n')) {
    bool has_news = false;
    for_each_word(storage::fold_for_search(without_addresses(line)), [&](std::string_view word) {
      has_news = !known.contains(std::string(word));
      return !has_news;
    });
    if (!has_news) continue;
    if (!lines.empty()) lines += '\n';
    lines += line;
  }
  // Lines of masked text are masked text.
  return privacy::MaskedText::from_store(std::move(lines));
}

std::string sealed_original(std::string_view subject, std::string_view text, std::string_view quoted) {
  json::Writer out;
  out.begin_object().member("subject", subject).member("text", text).member("quoted", quoted).end_object();
  return out.take();
}

void render_text(const Context& context, Rendition& rendition) {
  InboundItem& item = rendition.source.item;
  const std::string subject = text::one_line(clean(std::move(item.subject), kMostItemTextBytes));
  std::string html = item.take_text(PartRole::kHtml);
  if (html.size() > kMostItemHtmlBytes) html.resize(kMostItemHtmlBytes);
  std::string body = clean(item.take_text(PartRole::kBody), kMostItemTextBytes);
  const std::string quoted = clean(item.take_text(PartRole::kQuoted), kMostItemTextBytes);

  const privacy::KnownValue author{privacy::DataKind::kName, item.author.display};
  privacy::FoundValues values(std::span(&author, 1));
  std::vector<privacy::Aside> hidden, hidden_in_quote;
  const bool has_own_body = !text::trim(body).empty();
  std::optional<privacy::HtmlPage> page;
  if (!html.empty()) {
    page.emplace(text::repair_utf8(html));
    if (!has_own_body) {
      privacy::ReadablePage readable = page->text();
      body = clean(std::move(readable.text), kMostItemTextBytes);
      hidden = std::move(readable.asides);
    } else {
      hidden = page->hidden_in(body);
      values.take_from(body, hidden);
    }
    hidden_in_quote = page->hidden_in(quoted);
    page->give_values(values);
  }

  const std::vector<privacy::KnownValue> known = values.known();
  const auto [masked_subject, kept_subject] = context.masker.render(subject, known);
  const auto [masked_body, kept_body] = context.masker.render(body, known, hidden);
  const auto [masked_quote, kept_quote] = context.masker.render(quoted, known, hidden_in_quote);
  rendition.subject = masked_subject.text.preview(kSubjectLength);
  rendition.text = masked_body.text;
  rendition.preview = masked_body.text.preview(kExcerptLength);
  rendition.quoted = masked_quote.text;
  if (page) {
    auto safe = page->write(context.masker, {.image_address = {}, .known = known});
    rendition.html = std::move(safe.html);
    rendition.has_remote_images = safe.has_remote_images;
    if (has_own_body) {
      const privacy::ReadablePage readable = page->text();
      const auto shown = context.masker.render(clean(readable.text, kMostItemTextBytes), known, readable.asides);
      rendition.page_text = lines_beyond(shown.masked.text, {masked_subject.text, masked_body.text, masked_quote.text});
    }
  }
  collect_identifiers(context.vault, subject, masked_subject.spans, rendition.identifiers);
  collect_identifiers(context.vault, body, masked_body.spans, rendition.identifiers);
  collect_labelled(context.vault, subject, rendition.identifiers);
  collect_labelled(context.vault, body, rendition.identifiers);

  const std::string original = sealed_original(kept_subject.reveal(), kept_body.reveal(), kept_quote.reveal());
  rendition.text_sealed =
      context.vault.seal(rendition.key, {"message", "text_sealed", rendition.message.raw()}, as_bytes(original));
  rendition.subject_clear = std::string(kept_subject.reveal());
  rendition.type = context.profile->classify(text::fold(subject + "\n" + body.substr(0, kClassifiedBytes)));
}

void render_attachments(const Context& context, Rendition& rendition) {
  for (std::size_t i = 0; i < rendition.source.item.attachments.size(); ++i) {
    const sdk::Attachment& from = rendition.source.item.attachments[i];
    const StoredBlob& blob = rendition.source.attachments[i];
    storage::AttachmentRecord attachment;
    attachment.id = context.ids.next<AttachmentId>();
    attachment.message = rendition.message;
    const std::string name = text::one_line(clean(from.name, 1024));
    attachment.name_masked = context.masker.mask(name).text.preview(kSubjectLength).text();
    attachment.name_sealed =
        context.vault.seal(rendition.key, {"attachment", "name_sealed", attachment.id.raw()}, as_bytes(name));
    attachment.mime = text::one_line(clean(from.mime, 200));
    attachment.size = blob.size;
    attachment.content_id = text::one_line(clean(from.content_id, 200));
    attachment.is_inline = from.is_inline;
    attachment.blob = blob.id;
    attachment.key = rendition.key.id();
    attachment.created_at = context.clock.now();
    rendition.attachments.push_back(std::move(attachment));
  }
}

void render_identity(const Context& context, Rendition& rendition) {
  InboundItem& item = rendition.source.item;
  item.author.display = text::shorten(text::one_line(clean(std::move(item.author.display), 2048)), kSubjectLength);
  rendition.sender = text::one_line(clean(item.sender(), 2048));
  rendition.identity_kind = item.sender_kind();
  if (!rendition.sender.empty()) {
    rendition.identity_index =
        identity_index(context.vault, rendition.channel, rendition.identity_kind, rendition.sender);
  }
  rendition.identity_masked = identity_masked(context.masker, rendition.identity_kind, rendition.sender);
  rendition.author = item.author.display.empty()
                         ? rendition.identity_masked
                         : context.masker.mask_field(privacy::DataKind::kName, item.author.display);
  rendition.people = keep_people(context, rendition.message, rendition.key, people_of(item.attributes));
  add_name(context.vault, item.author.display, rendition.identifiers);
  if (rendition.identity_kind == domain::IdentityKind::kPhone) {
    add_phone(context.vault, rendition.sender, rendition.identifiers);
  }
  for (const std::string& order : item.order_numbers()) {
    if (rendition.identifiers.size() >= kMostIdentifiers) break;
    rendition.identifiers.emplace_back(
        IdentifierKind::kOrder,
        context.vault.blind_index(privacy::IndexPurpose::kOrder, privacy::normalise_order(order)));
  }
}

void render_unreadable(const Context& context, Rendition& rendition, privacy::MaskedText reason) {
  rendition.source.item.unreadable = true;
  rendition.reason = std::move(reason);
  if (rendition.subject.empty()) rendition.subject = privacy::MaskedText::of_ours("Message that could not be read");
  rendition.text = rendition.reason;
  rendition.preview = rendition.text.preview(kExcerptLength);
  rendition.html = {};
  rendition.type = context.profile->default_type;
}

}  // namespace

Bytes identity_index(const privacy::Vault& vault, ChannelId channel, domain::IdentityKind kind,
                     const std::string& value) {
  switch (kind) {
    case domain::IdentityKind::kEmail:
      return vault.blind_index(privacy::IndexPurpose::kEmail, privacy::normalise_email(value));
    case domain::IdentityKind::kPhone:
      return vault.blind_index(privacy::IndexPurpose::kPhone, privacy::normalise_phone(value));
    case domain::IdentityKind::kOpenId:
    case domain::IdentityKind::kAccount: break;
  }
  return vault.blind_index(privacy::IndexPurpose::kAccount, to_text(channel) + ":" + value);
}

privacy::MaskedText identity_masked(const privacy::Masker& masker, domain::IdentityKind kind,
                                    const std::string& value) {
  switch (kind) {
    case domain::IdentityKind::kEmail: return masker.mask_field(privacy::DataKind::kEmail, value);
    case domain::IdentityKind::kPhone: return masker.mask_field(privacy::DataKind::kMobile, value);
    case domain::IdentityKind::kOpenId:
    case domain::IdentityKind::kAccount: break;
  }
  return masker.mask_field(privacy::DataKind::kHandle, value);
}

Rendition work_out(const Context& context, JournalId journal, ChannelId channel, privacy::DataKey key,
                   JournalItem source) {
  Rendition rendition{.journal = journal,
                      .channel = channel,
                      .message = context.ids.next<MessageId>(),
                      .key = std::move(key),
                      .source = std::move(source)};
  const bool unreadable = rendition.source.item.unreadable;
  const std::string reason = rendition.source.item.reason();
  try {
    render_identity(context, rendition);
    render_text(context, rendition);
    render_attachments(context, rendition);
    rendition.reason = context.masker.mask(reason).text.preview(kMostLedgerReasonCharacters);
    if (unreadable) render_unreadable(context, rendition, rendition.reason);
  } catch (const std::exception&) {
    // The exception's text may quote the message; the class of fault is all that is told.
    log_warning("item could not be worked out", {{"journal", journal}, {"channel", channel}});
    rendition.is_incomplete = true;
    render_unreadable(context, rendition,
                      privacy::MaskedText::of_ours("the message could not be worked out; its original bytes are kept"));
  }
  return rendition;
}

}  // namespace frontdesk::desk
