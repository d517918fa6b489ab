// People: those whom a message names, kept sealed with it. Agents see them masked and choose them by a reference, never
// by the address itself.
//
// The attribute "people" of an item brings them: [{"role":"cc","address":"…","name":"…"}]. Thread rule: any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <frontdesk/json.h>

#include "base/id.h"
#include "base/result.h"
#include "desk/context.h"
#include "desk/people/person.h"
#include "privacy/seal/data_key.h"
#include "privacy/text_types.h"
#include "storage/traffic/message_people.h"

namespace frontdesk::desk {

/// As agents see them, in the same order.
struct MaskedPerson {
  PersonRole role = PersonRole::kTo;
  privacy::MaskedText name;
  privacy::MaskedText address;
  bool failed = false;  ///< the message did not reach this one
};

/// Names somebody of a ticket: who wrote a message ("345"), or the n-th person of one ("345.2").
struct PersonRef {
  MessageId message;
  std::optional<std::size_t> place;  ///< not set: who wrote it
};
std::string to_text(const PersonRef& ref);
std::optional<PersonRef> parse_person_ref(std::string_view text);

/// An address that a mail can be sent to, as far as its form tells: the channel has the last word.
bool is_mail_address(std::string_view text);

void write_people(json::Writer& out, std::span<const Person> people);
std::vector<Person> read_people(const json::Value& list);

/// Those of the item's attributes, at most storage::kMostPeople; what has another form is left out.
std::vector<Person> people_of(std::string_view attributes);

/// `message` is sealed with `key`. Nothing is kept of nobody: nullopt.
std::optional<storage::MessagePeople> keep_people(const Context& context, MessageId message,
                                                  const privacy::DataKey& key, std::span<const Person> people);
Result<std::vector<Person>> open_people(Context& context, storage::ReadTx& tx, const storage::MessagePeople& kept);
Result<std::vector<MaskedPerson>> masked_people(const storage::MessagePeople& kept);

}  // namespace frontdesk::desk
