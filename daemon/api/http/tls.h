// TLS of the front: TLS 1.2 and 1.3, ECDHE with AEAD only, no renegotiation, no compression (ASVS 12.1).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

struct ssl_st;
struct ssl_ctx_st;

namespace frontdesk::api {

/// Where a certificate chain and its private key lie, as PEM files.
struct TlsFiles {
  std::string certificate;
  std::string key;
};

/// Thread rule: immutable once made; any thread.
class TlsContext {
 public:
  /// Errors: kIo for a file that cannot be read, kInvalid for a key that does not fit its certificate. The file is
  /// named.
  static Result<std::unique_ptr<TlsContext>> load(const TlsFiles& files);

  /// SHA-256 of the certificate, as "AB:CD:…"; what an administrator compares at the first visit.
  [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }

  /// A session for one connection; the caller owns it.
  [[nodiscard]] ssl_st* new_session() const;

 private:
  TlsContext() = default;
  struct Free {
    void operator()(ssl_ctx_st* context) const;
  };
  std::unique_ptr<ssl_ctx_st, Free> context_;
  std::string fingerprint_;
};

/// Makes `directory`/tls-certificate.pem and tls-key.pem (mode 0600) when they do not exist: P-256, self-signed, valid
/// for `names` (host names or addresses) for 825 days. Errors: kIo, kInternal.
Result<TlsFiles> ensure_self_signed(const std::string& directory, const std::vector<std::string>& names, Micros now);

}  // namespace frontdesk::api
