#include "reading/seen_uidls.h"

#include <charconv>
#include <string>

#include "reading/content_key.h"

namespace frontdesk::email {
namespace {

constexpr unsigned kShelves = 16;
constexpr std::size_t kHashBytes = 8;

unsigned shelf_of(std::uint64_t hash) { return static_cast<unsigned>(hash >> 60); }
std::string key_of(unsigned shelf) { return "pop3.seen." + std::to_string(shelf); }

}  // namespace

SeenUidls::SeenUidls(const sdk::Services& services) : services_(services) {
  for (unsigned shelf = 0; shelf < kShelves; ++shelf) {
    const std::string bytes = services_.state().get(key_of(shelf)).value_or("");
    for (std::size_t at = 0; at + kHashBytes <= bytes.size(); at += kHashBytes) {
      std::uint64_t value = 0;
      for (std::size_t i = 0; i < kHashBytes; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
      hashes_.insert(value);
    }
  }
}

std::uint64_t SeenUidls::hash(std::string_view uidl) {
  const std::string hex = sha256_hex(uidl);
  std::uint64_t out = 0;
  std::from_chars(hex.data(), hex.data() + 2 * kHashBytes, out, 16);
  return out;
}

void SeenUidls::add(std::string_view uidl) {
  const std::uint64_t value = hash(uidl);
  if (hashes_.insert(value).second) changed_.insert(shelf_of(value));
}

void SeenUidls::keep_only(const std::vector<std::string_view>& present) {
  std::set<std::uint64_t> kept;
  for (const std::string_view uidl : present) kept.insert(hash(uidl));
  for (auto at = hashes_.begin(); at != hashes_.end();) {
    if (kept.count(*at) != 0) {
      ++at;
    } else {
      changed_.insert(shelf_of(*at));
      at = hashes_.erase(at);
    }
  }
}

sdk::Result<void> SeenUidls::save() {
  for (const unsigned shelf : changed_) {
    std::string bytes;
    const auto first = hashes_.lower_bound(std::uint64_t{shelf} << 60);
    for (auto at = first; at != hashes_.end() && shelf_of(*at) == shelf; ++at) {
      for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(*at >> shift & 0xff);
    }
    if (auto put = services_.state().put(key_of(shelf), bytes); !put) return put;
  }
  changed_.clear();
  return {};
}

}  // namespace frontdesk::email
