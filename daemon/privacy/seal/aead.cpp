#include "privacy/seal/aead.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <climits>
#include <memory>
#include <new>
#include <stdexcept>

namespace frontdesk::privacy::aead {
namespace {

struct FreeCipher {
  void operator()(EVP_CIPHER* cipher) const { EVP_CIPHER_free(cipher); }
};
struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

const EVP_CIPHER* fetched_cipher() {
  static const std::unique_ptr<EVP_CIPHER, FreeCipher> kCipher(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
  return kCipher.get();
}

enum class Direction { kDecrypt = 0, kEncrypt = 1 };

/// One context a thread and direction; only key and nonce are set per call.
EVP_CIPHER_CTX* context_for(Direction direction) {
  thread_local std::unique_ptr<EVP_CIPHER_CTX, FreeContext> contexts[2];
  auto& context = contexts[static_cast<int>(direction)];
  if (!context) {
    context.reset(EVP_CIPHER_CTX_new());
    if (!context) throw std::bad_alloc();
    if (EVP_CipherInit_ex2(context.get(), fetched_cipher(), nullptr, nullptr, static_cast<int>(direction), nullptr) !=
        1) {
      throw std::logic_error("AES-256-GCM is not available");
    }
  }
  return context.get();
}

/// The sizes of the callers are bounded (chunks, cells), so a failure here is a defect, not an input.
void require(int result) {
  if (result != 1) throw std::logic_error("AES-256-GCM refused its arguments");
}

int to_length(std::size_t size) {
  if (size > INT_MAX) throw std::length_error("too long for one AEAD call");
  return static_cast<int>(size);
}

void feed(EVP_CIPHER_CTX* context, std::uint8_t* out, ByteView in) {
  int written = 0;
  if (!in.empty()) require(EVP_CipherUpdate(context, out, &written, in.data(), to_length(in.size())));
}

}  // namespace

bool is_available() { return fetched_cipher() != nullptr; }

void encrypt(Key key, Nonce nonce, ByteView associated, ByteView clear, std::span<std::uint8_t> out) {
  EVP_CIPHER_CTX* context = context_for(Direction::kEncrypt);
  require(EVP_CipherInit_ex2(context, nullptr, key.data(), nonce.data(), 1, nullptr));
  feed(context, nullptr, associated);
  feed(context, out.data(), clear);
  int rest = 0;
  require(EVP_CipherFinal_ex(context, out.data() + clear.size(), &rest));
  require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kTagSize, out.data() + clear.size()));
}

bool decrypt(Key key, Nonce nonce, ByteView associated, ByteView sealed, std::span<std::uint8_t> out) {
  EVP_CIPHER_CTX* context = context_for(Direction::kDecrypt);
  require(EVP_CipherInit_ex2(context, nullptr, key.data(), nonce.data(), 0, nullptr));
  feed(context, nullptr, associated);
  feed(context, out.data(), sealed.first(out.size()));
  std::uint8_t tag[kTagSize];
  std::copy(sealed.end() - kTagSize, sealed.end(), tag);
  require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kTagSize, tag));
  int rest = 0;
  std::uint8_t nothing[kTagSize];
  if (EVP_CipherFinal_ex(context, nothing, &rest) == 1) return true;
  OPENSSL_cleanse(out.data(), out.size());
  return false;
}

}  // namespace frontdesk::privacy::aead
