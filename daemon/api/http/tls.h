// TLS of the front: TLS 1.2 and 1.3, ECDHE with AEAD only, no renegotiation, no compression (ASVS 12.1).
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
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

/// Thread rule: any thread; connections begun before reload() keep the certificate they began with.
class TlsContext {
 public:
  /// Errors: kIo for a file that cannot be read, kInvalid for a key that does not fit its certificate. The file is
  /// named.
  static Result<std::unique_ptr<TlsContext>> load(const TlsFiles& files);
  /// The same for connections from now on. After an error the old certificate stays.
  Result<void> reload(const TlsFiles& files);

  /// SHA-256 of the certificate, as "AB:CD:…"; what an administrator compares at the first visit.
  [[nodiscard]] std::string fingerprint() const;
  /// End of the certificate's validity.
  [[nodiscard]] Micros expires_at() const;

  /// A session for one connection; the caller owns it.
  [[nodiscard]] ssl_st* new_session() const;

 private:
  struct Free {
    void operator()(ssl_ctx_st* context) const;
  };
  struct Loaded {
    std::unique_ptr<ssl_ctx_st, Free> context;
    std::string fingerprint;
    Micros expires_at;
  };
  static Result<Loaded> read(const TlsFiles& files);
  explicit TlsContext(Loaded loaded) : loaded_(std::move(loaded)) {}

  mutable std::mutex mutex_;  // guards loaded_
  Loaded loaded_;
};

/// A host name or numeric address that a certificate can carry.
bool is_certificate_name(const std::string& name);

/// Makes `directory`/tls-certificate.pem and tls-key.pem (mode 0600): P-256, self-signed, valid for localhost and
/// `names` (host names or numeric addresses) for 825 days. Files that exist are kept while they are good for exactly
/// these names and for 30 days more; else they are made anew, with a new key. Errors: kIo, kInvalid for a name that no
/// certificate can carry, kInternal.
Result<TlsFiles> ensure_self_signed(const std::string& directory, const std::vector<std::string>& names, Micros now);

}  // namespace frontdesk::api
