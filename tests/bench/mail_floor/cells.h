// Sealed values and digests by OpenSSL, with fetched algorithms and contexts that are kept: the cheapest way there is.
#pragma once

#include <openssl/evp.h>

#include <string>
#include <string_view>

namespace frontdesk::mail_floor {

/// AES-256-GCM under one key; a cell is nonce, cipher text and tag.
class Cells {
 public:
  Cells();
  ~Cells();
  Cells(const Cells&) = delete;
  Cells& operator=(const Cells&) = delete;
  std::string seal(std::string_view clear);

 private:
  EVP_CIPHER* algorithm_;
  EVP_CIPHER_CTX* context_;
};

/// SHA-256, 32 bytes.
class Digest {
 public:
  Digest();
  ~Digest();
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;
  std::string of(std::string_view bytes);

 private:
  EVP_MD* algorithm_;
  EVP_MD_CTX* context_;
};

}  // namespace frontdesk::mail_floor
