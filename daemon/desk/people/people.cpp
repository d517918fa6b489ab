#include "desk/people/people.h"

#include <frontdesk/json.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "privacy/masker.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"

namespace frontdesk::desk {
namespace {

constexpr std::array kRoles{PersonRole::kTo, PersonRole::kCc, PersonRole::kBcc, PersonRole::kReplyTo};
constexpr std::size_t kMostAddressBytes = 320;
constexpr std::size_t kMostNameCharacters = 100;
constexpr json::Limits kLimits{.max_bytes = 1U << 20, .max_depth = 4};

std::optional<PersonRole> parse_role(std::string_view word) {
  for (const PersonRole role : kRoles) {
    if (word == to_text(role)) return role;
  }
  return std::nullopt;
}

/// The role, and what `each` adds.
template <class Each>
void write_each(json::Writer& out, std::span<const Person> people, Each each) {
  out.begin_array();
  for (const Person& person : people) {
    out.begin_object().member("role", to_text(person.role));
    each(person);
    out.end_object();
  }
  out.end_array();
}

Result<std::vector<Person>> parse_people(std::string_view text) {
  const auto parsed = json::parse(text, kLimits);
  if (parsed.value && parsed.value->is_array()) return read_people(*parsed.value);
  return Error{ErrorCode::kCorrupt, "the people of a message have an unknown form"};
}

}  // namespace

std::string_view to_text(PersonRole role) {
  switch (role) {
    case PersonRole::kTo: return "to";
    case PersonRole::kCc: return "cc";
    case PersonRole::kBcc: return "bcc";
    case PersonRole::kReplyTo: break;
  }
  return "reply_to";
}

std::string to_text(const PersonRef& ref) {
  std::string text = frontdesk::to_text(ref.message);
  if (ref.place) text.append(".").append(std::to_string(*ref.place));
  return text;
}

std::optional<PersonRef> parse_person_ref(std::string_view text) {
  const std::size_t dot = text.find('.');
  const auto message = parse_id<MessageId>(text.substr(0, dot));
  if (!message) return std::nullopt;
  PersonRef ref{*message, {}};
  if (dot == std::string_view::npos) return ref;
  const std::string_view digits = text.substr(dot + 1);
  std::size_t place = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place);
  if (error != std::errc() || end != digits.data() + digits.size() || place >= storage::kMostPeople)
    return std::nullopt;
  ref.place = place;
  return ref;
}

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  const auto is_odd = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= ' ' || byte == 0x7f || std::string_view("<>()[],;:\\\"@").find(c) != std::string_view::npos;
  };
  const auto is_dotted = [](std::string_view part) {
    return !part.empty() && part.front() != '.' && part.back() != '.' && part.find("..") == std::string_view::npos;
  };
  return std::none_of(local.begin(), local.end(), is_odd) && std::none_of(domain.begin(), domain.end(), is_odd) &&
         is_dotted(local) && is_dotted(domain) && domain.find('.') != std::string_view::npos;
}

void write_people(json::Writer& out, std::span<const Person> people) {
  write_each(out, people,
             [&](const Person& person) { out.member("address", person.address).member("name", person.name); });
}

std::vector<Person> read_people(const json::Value& list) {
  std::vector<Person> people;
  for (const json::Value& one : list.items()) {
    if (const auto role = parse_role(one.get("role").as_string()))
      people.push_back({*role, std::string(one.get("address").as_string()), std::string(one.get("name").as_string())});
  }
  return people;
}

std::vector<Person> people_of(std::string_view attributes) {
  if (attributes.empty()) return {};
  const auto parsed = json::parse(attributes);
  if (!parsed.value || !parsed.value->is_object()) return {};
  std::vector<Person> people;
  for (Person& person : read_people(parsed.value->get("people"))) {
    person.address = text::one_line(person.address);
    person.name = text::shorten(text::one_line(person.name), kMostNameCharacters);
    if (person.address.empty() || person.address.size() > kMostAddressBytes) continue;
    people.push_back(std::move(person));
    if (people.size() == storage::kMostPeople) break;
  }
  return people;
}

std::optional<storage::MessagePeople> keep_people(const Context& context, MessageId message,
                                                  const privacy::DataKey& key, std::span<const Person> people) {
  if (people.empty()) return std::nullopt;
  json::Writer masked;
  write_each(masked, people, [&](const Person& person) {
    const auto kind = is_mail_address(person.address) ? privacy::DataKind::kEmail : privacy::DataKind::kHandle;
    masked.member("address", context.masker.mask_field(kind, person.address).text());
    if (!person.name.empty())
      masked.member("name", context.masker.mask_field(privacy::DataKind::kName, person.name).text());
  });
  json::Writer clear;
  write_people(clear, people);
  return storage::MessagePeople{
      .message = message,
      .masked = masked.take(),
      .sealed = context.vault.seal(key, {"message_people", "people_sealed", message.raw()}, as_bytes(clear.text()))};
}

Result<std::vector<Person>> open_people(Context& context, storage::ReadTx& tx, const storage::MessagePeople& kept) {
  auto clear = context.keys.open_text(tx, {"message_people", "people_sealed", kept.message.raw()}, kept.sealed);
  if (!clear) return std::move(clear).error();
  return parse_people(clear->reveal());
}

Result<std::vector<MaskedPerson>> masked_people(const storage::MessagePeople& kept) {
  auto list = parse_people(kept.masked);
  if (!list) return std::move(list).error();
  std::vector<MaskedPerson> people;
  for (Person& person : *list) {
    const bool failed = (kept.failed >> people.size() & 1U) != 0;
    people.push_back({person.role, privacy::MaskedText::from_store(std::move(person.name)),
                      privacy::MaskedText::from_store(std::move(person.address)), failed});
  }
  return people;
}

}  // namespace frontdesk::desk
