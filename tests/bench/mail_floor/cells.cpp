#include "cells.h"

#include <openssl/rand.h>

#include "demand.h"

namespace frontdesk::mail_floor {
namespace {

constexpr int kKeySize = 32, kNonceSize = 12, kTagSize = 16;

unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

Cells::Cells() : algorithm_(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)), context_(EVP_CIPHER_CTX_new()) {
  std::string key(kKeySize, '\0');
  demand(RAND_bytes(bytes(key), kKeySize) == 1, "no random bytes");
  demand(EVP_EncryptInit_ex2(context_, algorithm_, bytes(key), nullptr, nullptr) == 1, "no AES-256-GCM");
}

Cells::~Cells() {
  EVP_CIPHER_CTX_free(context_);
  EVP_CIPHER_free(algorithm_);
}

std::string Cells::seal(std::string_view clear) {
  const int size = static_cast<int>(clear.size());
  std::string cell(clear.size() + kNonceSize + kTagSize, '\0');
  unsigned char* const out = bytes(cell);
  int written = 0;
  const bool sealed = RAND_bytes(out, kNonceSize) == 1 &&
                      EVP_EncryptInit_ex2(context_, nullptr, nullptr, out, nullptr) == 1 &&
                      EVP_EncryptUpdate(context_, out + kNonceSize, &written, bytes(clear), size) == 1 &&
                      EVP_EncryptFinal_ex(context_, out + kNonceSize + written, &written) == 1 &&
                      EVP_CIPHER_CTX_ctrl(context_, EVP_CTRL_AEAD_GET_TAG, kTagSize, out + kNonceSize + size) == 1;
  demand(sealed, "a cell could not be sealed");
  return cell;
}

Digest::Digest() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {}

Digest::~Digest() {
  EVP_MD_CTX_free(context_);
  EVP_MD_free(algorithm_);
}

std::string Digest::of(std::string_view text) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  const bool made = EVP_DigestInit_ex2(context_, algorithm_, nullptr) == 1 &&
                    EVP_DigestUpdate(context_, text.data(), text.size()) == 1 &&
                    EVP_DigestFinal_ex(context_, bytes(digest), &size) == 1;
  demand(made, "a digest could not be made");
  digest.resize(size);
  return digest;
}

}  // namespace frontdesk::mail_floor
