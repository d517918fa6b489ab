#include "audit/verifier/checkpoint.h"

#include <algorithm>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base/id.h"
#include "base/text.h"

namespace frontdesk::audit {
namespace {

constexpr std::uint8_t kEd25519[] = {0x01};
constexpr std::uint8_t kLineFeed[] = {'\n'};
constexpr std::size_t kKeySize = 32;
constexpr std::size_t kSignatureSize = 64;
constexpr std::string_view kSignatureMark = "— ";
constexpr std::string_view kPemStart = "-----BEGIN PUBLIC KEY-----";

Error not_a_checkpoint() { return {ErrorCode::kInvalid, "not a signed checkpoint"}; }

std::optional<Seq> parse_size(std::string_view text) {
  if (text == "0") return 0;
  if (text.starts_with('0')) return std::nullopt;
  return parse_id_number(text);
}

Result<Checkpoint> parse_text(std::string_view text) {
  const auto lines = text::split(text, '\n');
  if (lines.size() < 4 || lines[0].empty()) return not_a_checkpoint();
  const auto size = parse_size(lines[1]);
  const auto root_bytes = from_base64(lines[2]);
  const auto root = root_bytes ? to_hash(*root_bytes) : std::nullopt;
  if (!size || !root) return not_a_checkpoint();
  return Checkpoint{std::string(lines[0]), *size, *root};
}

KeyHandle key_from_raw(ByteView raw) {
  return KeyHandle(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw.data(), raw.size()));
}

}  // namespace

std::string checkpoint_text(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + to_base64(checkpoint.root) + "\n";
}

void KeyFree::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

KeyHash key_hash(std::string_view name, ByteView public_key) {
  const Hash full = Hasher().sha256({as_bytes(name), kLineFeed, kEd25519, public_key});
  KeyHash hash;
  std::copy_n(full.begin(), hash.size(), hash.begin());
  return hash;
}

Result<PublicKey> PublicKey::parse(std::string_view text) {
  text = text::trim(text);
  if (text.starts_with(kPemStart)) return parse_pem(text);
  const Error invalid{ErrorCode::kInvalid, "the public key is neither a note verifier key nor a PEM public key"};
  // Base64 may hold '+', so only the first two separate.
  const std::size_t first = text.find('+');
  const std::size_t second = first == text.npos ? text.npos : text.find('+', first + 1);
  if (first == 0 || second == text.npos) return invalid;
  const auto hash = from_hex(text.substr(first + 1, second - first - 1));
  const auto typed = from_base64(text.substr(second + 1));
  if (!hash || !typed || typed->size() != 1 + kKeySize || typed->front() != kEd25519[0]) return invalid;
  PublicKey key;
  key.name_ = text.substr(0, first);
  key.raw_.assign(typed->begin() + 1, typed->end());
  if (!std::ranges::equal(*hash, audit::key_hash(key.name_, key.raw_))) return invalid;
  key.key_ = key_from_raw(key.raw_);
  if (!key.key_) return invalid;
  return key;
}

Result<PublicKey> PublicKey::parse_pem(std::string_view text) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())),
                                                     &BIO_free);
  PublicKey key;
  key.key_.reset(PEM_read_bio_PUBKEY(in.get(), nullptr, nullptr, nullptr));
  key.raw_.resize(kKeySize);
  std::size_t size = kKeySize;
  const bool is_ed25519 = key.key_ && EVP_PKEY_get_id(key.key_.get()) == EVP_PKEY_ED25519 &&
                          EVP_PKEY_get_raw_public_key(key.key_.get(), key.raw_.data(), &size) == 1;
  if (!is_ed25519) return Error{ErrorCode::kInvalid, "the PEM file does not hold an Ed25519 public key"};
  return key;
}

bool PublicKey::signed_by_this(std::string_view text, std::string_view line) const {
  if (!line.starts_with(kSignatureMark)) return false;
  line.remove_prefix(kSignatureMark.size());
  const std::size_t blank = line.find(' ');
  if (blank == line.npos) return false;
  const std::string_view name = line.substr(0, blank);
  const auto blob = from_base64(line.substr(blank + 1));
  const KeyHash hash = key_hash(name, raw_);
  if (!blob || blob->size() != hash.size() + kSignatureSize) return false;
  if (!name_.empty() && name != name_) return false;
  if (!std::equal(hash.begin(), hash.end(), blob->begin())) return false;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  const ByteView signed_bytes = as_bytes(text);
  return context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), blob->data() + hash.size(), kSignatureSize, signed_bytes.data(),
                          signed_bytes.size()) == 1;
}

Result<Checkpoint> PublicKey::open(std::string_view note) const {
  const std::size_t gap = note.find("\n\n");
  if (gap == note.npos) return not_a_checkpoint();
  const std::string_view text = note.substr(0, gap + 1);
  Result<Checkpoint> checkpoint = parse_text(text);
  if (!checkpoint) return checkpoint;
  for (const std::string_view line : text::split(note.substr(gap + 2), '\n')) {
    if (signed_by_this(text, line)) return checkpoint;
  }
  return Error{ErrorCode::kForbidden, "the checkpoint is not signed by this key"};
}

std::vector<std::string> split_notes(std::string_view text) {
  std::vector<std::string> notes;
  std::string note;
  bool in_signatures = false;
  for (std::string_view line : text::split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() && (note.empty() || in_signatures)) {
      if (!note.empty()) notes.push_back(std::move(note));
      note.clear();
      in_signatures = false;
      continue;
    }
    if (line.empty()) in_signatures = true;
    note.append(line).push_back('\n');
  }
  if (!note.empty()) notes.push_back(std::move(note));
  return notes;
}

}  // namespace frontdesk::audit
