#include "desk/account/known_device.h"

#include <sodium.h>

#include <utility>

#include "base/id.h"
#include "base/text.h"
#include "storage/tables/account.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kIdBytes = 16;

KnownDevice::KeyedHash hash_with(Bytes key) {
  return [key = std::move(key)](ByteView bytes) {
    Bytes digest(32);
    crypto_generichash(digest.data(), digest.size(), bytes.data(), bytes.size(), key.data(), key.size());
    return digest;
  };
}

}  // namespace

KnownDevice::KnownDevice(KeyedHash hash, RandomSource& random)
    : hash_(hash ? std::move(hash) : hash_with(random.bytes(32))), random_(random) {}

std::string KnownDevice::proof(const storage::UserRecord& user, std::string_view id, std::string_view issued) const {
  std::string said = "frontdesk known device";
  const std::string owner = to_text(user.id);
  for (const std::string_view part : {std::string_view(owner), id, issued, std::string_view(user.password_hash)})
    said.append(1, '\0').append(part);
  return to_base64url(hash_(as_bytes(said)));
}

std::string KnownDevice::issue(const storage::UserRecord& user, Micros now) const {
  const std::string id = to_base64url(random_.bytes(kIdBytes));
  const std::string issued = std::to_string(now.count() / 1'000'000);
  return id + "." + issued + "." + proof(user, id, issued);
}

bool KnownDevice::holds(std::string_view shown, const storage::UserRecord& user, Micros now) const {
  const auto parts = text::split(shown, '.');
  if (parts.size() != 3) return false;
  const auto issued = parse_id_number(parts[1]);
  if (!issued || *issued > now.count() / 1'000'000 || now - Micros{*issued * 1'000'000} > kLifetime) return false;
  return equal_constant_time(as_bytes(parts[2]), as_bytes(proof(user, parts[0], parts[1])));
}

std::optional<std::string> KnownDevice::check(std::string_view proofs, const storage::UserRecord& user,
                                              Micros now) const {
  std::size_t looked_at = 0;
  for (const std::string_view shown : text::split(proofs, ' ')) {
    if (++looked_at > kMostProofs) break;
    if (holds(shown, user, now)) return std::string(shown.substr(0, shown.find('.')));
  }
  return std::nullopt;
}

}  // namespace frontdesk::desk
