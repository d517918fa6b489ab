#include "base/sha256.h"

#include <openssl/evp.h>

#include <stdexcept>

namespace frontdesk {

Bytes sha256(ByteView data) {
  // Fetched once: an implicit fetch costs as much as hashing 200 bytes.
  static const EVP_MD* const kAlgorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  Bytes digest(32);
  if (kAlgorithm == nullptr || EVP_Digest(data.data(), data.size(), digest.data(), nullptr, kAlgorithm, nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available");
  }
  return digest;
}

}  // namespace frontdesk
