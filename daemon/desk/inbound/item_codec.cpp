#include "desk/inbound/item_codec.h"

#include "desk/inbound/old_journal_row.h"
#include "item/archive.h"

namespace frontdesk::desk {
namespace {

constexpr std::uint8_t kVersion = 3;
constexpr std::size_t kSizeBytes = 4;
/// Above what a frame's header may be: an item that came in can be read again.
constexpr json::Limits kLimits{.max_bytes = 8U << 20, .max_depth = 8};

constexpr auto kBlobFields = [](auto& a, auto& blob) {
  std::int64_t id = blob.id.raw();
  a.number("id", id);
  a.number("size", blob.size);
  if constexpr (!std::is_const_v<std::remove_reference_t<decltype(blob)>>) blob.id = BlobId{id};
};

constexpr auto kRowFields = [](auto& a, auto& item, auto& stored) {
  describe(a, item, item::kNoView<sdk::Item>);
  a.list_with("stored", stored, kBlobFields);
};

Error unknown_form() { return {ErrorCode::kCorrupt, "a journal payload has an unknown form"}; }

}  // namespace

Bytes encode_item(const JournalItem& journal_item) {
  std::vector<StoredBlob> stored{journal_item.raw};
  stored.insert(stored.end(), journal_item.attachments.begin(), journal_item.attachments.end());
  std::string tail;
  item::Encoder encoder(tail);
  kRowFields(encoder, static_cast<const sdk::Item&>(journal_item.item), stored);
  const std::string header = encoder.finish();
  Bytes out{kVersion};
  out.reserve(1 + kSizeBytes + header.size() + tail.size());
  for (std::size_t i = 0; i < kSizeBytes; ++i) out.push_back(static_cast<std::uint8_t>(header.size() >> (8 * i)));
  out.insert(out.end(), header.begin(), header.end());
  out.insert(out.end(), tail.begin(), tail.end());
  return out;
}

Result<JournalItem> decode_item(ByteView bytes) {
  if (bytes.empty() || bytes[0] != kVersion) return decode_old_row(bytes);
  if (bytes.size() < 1 + kSizeBytes) return unknown_form();
  std::size_t size = 0;
  for (std::size_t i = 0; i < kSizeBytes; ++i) size |= std::size_t{bytes[1 + i]} << (8 * i);
  const std::string_view rest = as_chars(bytes.subspan(1 + kSizeBytes));
  if (size > rest.size()) return unknown_form();
  const auto header = json::parse(rest.substr(0, size), kLimits);
  if (!header.value || !header.value->is_object()) return unknown_form();

  JournalItem decoded;
  std::vector<StoredBlob> stored;
  item::Decoder decoder(*header.value, rest.substr(size));
  kRowFields(decoder, static_cast<sdk::Item&>(decoded.item), stored);
  if (!decoder.finish().empty() || stored.size() != decoded.item.attachments.size() + 1) return unknown_form();
  decoded.raw = stored.front();
  decoded.attachments.assign(stored.begin() + 1, stored.end());
  return decoded;
}

}  // namespace frontdesk::desk
