#include "base/sha256.h"

#include <openssl/evp.h>

#include <stdexcept>

namespace frontdesk {
namespace {

// Fetched once: an implicit fetch costs as much as hashing 200 bytes.
const EVP_MD* algorithm() {
  static const EVP_MD* const kAlgorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return kAlgorithm;
}

void require(bool done) {
  if (!done) throw std::runtime_error("SHA-256 is not available");
}

}  // namespace

Bytes sha256(ByteView data) {
  Bytes digest(32);
  require(algorithm() != nullptr &&
          EVP_Digest(data.data(), data.size(), digest.data(), nullptr, algorithm(), nullptr) == 1);
  return digest;
}

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  require(algorithm() != nullptr && state_->context != nullptr &&
          EVP_DigestInit_ex2(state_->context, algorithm(), nullptr) == 1);
}
Sha256::~Sha256() = default;

void Sha256::add(ByteView piece) { require(EVP_DigestUpdate(state_->context, piece.data(), piece.size()) == 1); }

Bytes Sha256::finish() {
  Bytes digest(32);
  require(EVP_DigestFinal_ex(state_->context, digest.data(), nullptr) == 1);
  return digest;
}

}  // namespace frontdesk
