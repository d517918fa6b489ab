#include "desk/inbound/filing/stored.h"

#include <string_view>
#include <utility>

#include "desk/inbound/thread_finder.h"
#include "privacy/masker.h"
#include "storage/search/identifier_index.h"
#include "storage/search/index.h"

namespace frontdesk::desk {

Result<void> store_rendition(Context& context, storage::Tx& tx, const Rendition& rendition,
                             storage::MessageRecord place) {
  const InboundItem& item = rendition.source.item;
  storage::MessageRecord message = std::move(place);
  message.id = rendition.message;
  message.author_masked = rendition.author.text();
  message.author_address_masked = rendition.identity_masked.text();
  message.text_masked = rendition.text.text();
  message.text_sealed = rendition.text_sealed;
  message.quoted_masked = rendition.quoted.text();
  message.html_masked = rendition.html.text();
  message.has_remote_images = rendition.has_remote_images;
  message.raw_blob = rendition.source.raw.id;
  message.key = rendition.key.id();
  message.automatic = item.automatic;
  message.unreadable = item.unreadable;
  message.sent_at = Micros{item.sent_at};
  message.created_at = context.clock.now();
  message.journal = rendition.journal;
  message.ruleset = privacy::kRuleset;
  FD_TRY(storage::insert_message(tx, message));
  if (!rendition.page_text.empty()) FD_TRY(storage::insert_page_text(tx, message.id, rendition.page_text.text()));
  if (rendition.people) FD_TRY(storage::insert_people(tx, *rendition.people));
  for (const storage::AttachmentRecord& attachment : rendition.attachments) {
    FD_TRY(storage::insert_attachment(tx, attachment));
  }
  if (item.message_key.empty()) return {};
  return storage::add_reference(tx, rendition.channel, reference_index(context.vault, item.message_key), message.id,
                                message.ticket);
}

Result<void> index_rendition(storage::Tx& tx, const Rendition& rendition, TicketId ticket, bool first) {
  const std::string_view subject = first ? std::string_view(rendition.subject.text()) : std::string_view();
  FD_TRY(storage::index_message(
      tx, rendition.message,
      {.subject = subject, .text = rendition.text.text(), .page_text = rendition.page_text.text()}));
  for (const auto& [kind, value] : rendition.identifiers) {
    FD_TRY(storage::put_identifier(tx, static_cast<int>(kind), value, ticket));
  }
  return {};
}

}  // namespace frontdesk::desk
