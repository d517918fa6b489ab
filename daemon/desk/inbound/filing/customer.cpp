#include "desk/inbound/filing/customer.h"

#include "desk/ticket/book.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/tables/customer.h"

namespace frontdesk::desk {
namespace {

Result<void> add_identity(Context& context, storage::Tx& tx, const Rendition& rendition, const privacy::DataKey& key,
                          CustomerId customer) {
  storage::IdentityRecord identity;
  identity.id = context.ids.next<IdentityId>();
  identity.customer = customer;
  identity.kind = rendition.identity_kind;
  identity.value_masked = rendition.identity_masked.text();
  identity.value_sealed =
      context.vault.seal(key, {"identity", "value_sealed", identity.id.raw()}, as_bytes(rendition.sender));
  identity.value_index = rendition.identity_index;
  identity.created_at = context.clock.now();
  return storage::insert_identity(tx, identity);
}

Result<CustomerId> make_customer(Context& context, storage::Tx& tx, const Rendition& rendition) {
  CalendarDay day;
  auto sequence = next_number_of_day(context, tx, "customer", day);
  if (!sequence) return std::move(sequence).error();
  storage::CustomerRecord customer;
  customer.id = context.ids.next<CustomerId>();
  const Micros now = context.clock.now();
  const privacy::DataKey key = context.vault.new_key(privacy::KeyScope::kCustomer, customer.id.raw());
  FD_TRY(context.keys.store(tx, key, now));
  const std::string digits = domain::ticket_number("", day.year, day.month, day.day, *sequence);
  customer.number = context.profile->customer_prefix + digits;
  customer.name_masked = rendition.author.text();
  customer.name_sealed = context.vault.seal(key, {"customer", "name_sealed", customer.id.raw()},
                                            as_bytes(rendition.source.item.author.display));
  customer.created_at = now;
  FD_TRY(storage::insert_customer(tx, customer));
  if (!rendition.identity_index.empty()) FD_TRY(add_identity(context, tx, rendition, key, customer.id));
  return customer.id;
}

}  // namespace

Result<CustomerId> customer_of(Context& context, storage::Tx& tx, const Rendition& rendition) {
  if (rendition.identity_index.empty()) return make_customer(context, tx, rendition);
  auto found = storage::find_customer_by_identity(tx, rendition.identity_kind, rendition.identity_index);
  if (!found) return std::move(found).error();
  if (!*found) return make_customer(context, tx, rendition);
  return **found;
}

}  // namespace frontdesk::desk
