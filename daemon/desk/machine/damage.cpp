// Which originals and attachments are damaged on disk, and the tickets that it hits.
#include <array>

#include "desk/use_case/entry.h"
#include "desk/use_case/view.h"
#include "storage/blob/damage.h"
#include "storage/store.h"

namespace frontdesk::desk {

using storage::DamagedFile;

template <>
struct View<DamagedFile> {
  static constexpr std::string_view kName = "DamagedFile";
  static constexpr std::string_view kPageName = "DamagePage";
  static constexpr std::array<std::string_view, 2> kFiles{"original", "attachment"};
  static constexpr std::array<std::string_view, 4> kDamages{"gone", "cut", "changed", "unreadable"};
  template <class V>
  static void describe(V& v, const DamagedFile& file) {
    v.id("id", file.blob);
    v.one_of("file", kFiles, file.attachment.is_set() ? kFiles[1] : kFiles[0]);
    v.one_of("damage", kDamages, to_text(file.damage));
    v.number("segment", file.segment);
    v.moment("since", file.found_at);
    v.text_or_null("ticket", file.ticket_number);
    v.id("message_id", file.message);
    v.id("attachment_id", file.attachment);
  }
};

/// The oldest first.
struct ListDamage {
  static constexpr UseCase kUseCase{
      .name = "damage.list", .route = {Method::kGet, "/damage"}, .right = Right::kReadAudit};
  std::size_t limit = 50;
  std::string after;

  template <class V>
  static void describe(V& v) {
    v.number("limit", &ListDamage::limit, kPageLimit);
    v.text("after", &ListDamage::after, kCursor);
  }

  Result<Page<DamagedFile>> run(Desk& desk, const Asked&) {
    BlobId from;
    if (!after.empty()) {
      const auto parsed = parse_id<BlobId>(after);
      if (!parsed) return bad_cursor();
      from = *parsed;
    }
    auto files =
        desk.context.store.read([&](storage::ReadTx& tx) { return storage::list_damaged_files(tx, from, limit + 1); });
    if (!files) return std::move(files).error();
    Page<DamagedFile> page{std::move(*files), {}};
    if (page.items.size() > limit) {
      page.items.pop_back();
      page.next = to_text(page.items.back().blob);
    }
    return page;
  }
};

FD_USE_CASE(ListDamage)

}  // namespace frontdesk::desk
