#include "audit/signing_key.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "audit/durable_file.h"
#include "base/secret.h"

namespace frontdesk::audit {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

std::string bio_text(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

}  // namespace

Result<SigningKey> SigningKey::from_handle(KeyHandle handle) {
  SigningKey key;
  key.key_ = std::move(handle);
  key.public_raw_.resize(32);
  std::size_t size = key.public_raw_.size();
  const bool is_ed25519 = key.key_ && EVP_PKEY_get_id(key.key_.get()) == EVP_PKEY_ED25519 &&
                          EVP_PKEY_get_raw_public_key(key.key_.get(), key.public_raw_.data(), &size) == 1;
  if (!is_ed25519) return Error{ErrorCode::kCorrupt, "the audit key is not an Ed25519 private key"};
  const Hash digest = Hasher().sha256({key.public_raw_});
  key.name_ = "frontdesk/" + to_hex(ByteView(digest).first(8));
  return key;
}

Result<SigningKey> SigningKey::generate() {
  return from_handle(KeyHandle(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")));
}

Result<SigningKey> SigningKey::load_or_create(const std::string& path) {
  Result<std::string> stored = read_small_file(path, true);
  if (stored) {
    const Secret pem(std::move(*stored));
    const Bio in(BIO_new_mem_buf(pem.reveal().data(), static_cast<int>(pem.reveal().size())), &BIO_free);
    return from_handle(KeyHandle(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr)));
  }
  if (stored.error().code != ErrorCode::kNotFound) return std::move(stored).error().context("audit key");
  Result<SigningKey> key = generate();
  if (!key) return key;
  const Bio out(BIO_new(BIO_s_secmem()), &BIO_free);
  if (PEM_write_bio_PKCS8PrivateKey(out.get(), key->key_.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return Error{ErrorCode::kInternal, "the audit key cannot be written"};
  }
  const Secret pem(bio_text(out.get()));
  if (auto written = write_durably(path, pem.reveal(), 0600); !written) {
    return std::move(written).error().context("audit key");
  }
  return key;
}

Result<std::string> SigningKey::sign(Seq size, const Hash& root) const {
  const std::string text = checkpoint_text({name_, size, root});
  const KeyHash hash = key_hash(name_, public_raw_);
  Bytes blob(hash.begin(), hash.end());
  blob.resize(hash.size() + 64);
  std::size_t length = 64;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  const ByteView bytes = as_bytes(text);
  const bool done = context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
                    EVP_DigestSign(context.get(), blob.data() + hash.size(), &length, bytes.data(), bytes.size()) == 1;
  if (!done) return Error{ErrorCode::kInternal, "the audit checkpoint cannot be signed"};
  return text + "\n— " + name_ + " " + to_base64(blob) + "\n";
}

std::string SigningKey::public_key_text() const {
  Bytes typed{0x01};
  typed.insert(typed.end(), public_raw_.begin(), public_raw_.end());
  return name_ + "+" + to_hex(key_hash(name_, public_raw_)) + "+" + to_base64(typed) + "\n";
}

std::string SigningKey::public_key_pem() const {
  const Bio out(BIO_new(BIO_s_mem()), &BIO_free);
  if (PEM_write_bio_PUBKEY(out.get(), key_.get()) != 1) return {};
  return bio_text(out.get());
}

}  // namespace frontdesk::audit
