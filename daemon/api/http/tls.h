// TLS of the front, by Poco's NetSSL: TLS 1.2 and 1.3, ECDHE with AEAD only, no renegotiation, no compression
// (ASVS 12.1).
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace Poco::Net {
class StreamSocket;
}

namespace frontdesk::api {

/// Where a certificate chain and its private key lie, as PEM files.
struct TlsFiles {
  std::string certificate;
  std::string key;
};

/// Thread rule: any thread; connections begun before reload() keep the certificate they began with.
class TlsContext {
 public:
  /// Errors: kIo for a certificate that cannot be read, kInvalid for a key that cannot, or does not fit it. The file is
  /// named.
  static Result<std::unique_ptr<TlsContext>> load(const TlsFiles& files);
  /// The same for connections from now on. After an error the old certificate stays.
  Result<void> reload(const TlsFiles& files);

  /// SHA-256 of the certificate, as "AB:CD:…"; what an administrator compares at the first visit.
  [[nodiscard]] std::string fingerprint() const;
  /// End of the certificate's validity.
  [[nodiscard]] Micros expires_at() const;

  /// The server's side of TLS over an accepted socket; the handshake comes later.
  [[nodiscard]] Poco::Net::StreamSocket secured(const Poco::Net::StreamSocket& socket) const;

 private:
  struct Loaded;
  static Result<std::shared_ptr<const Loaded>> read(const TlsFiles& files);
  explicit TlsContext(std::shared_ptr<const Loaded> loaded) : loaded_(std::move(loaded)) {}
  [[nodiscard]] std::shared_ptr<const Loaded> loaded() const;

  mutable std::mutex mutex_;  // guards loaded_
  std::shared_ptr<const Loaded> loaded_;
};

/// End of validity of the (first) certificate in the file. kIo when it cannot be read.
Result<Micros> certificate_ends_at(const std::string& file);

/// A host name or numeric address that a certificate can carry.
bool is_certificate_name(const std::string& name);

/// Makes `directory`/tls-certificate.pem and tls-key.pem (mode 0600): P-256, self-signed, valid for localhost and
/// `names` (host names or numeric addresses) for 825 days. Files that exist are kept while they are good for exactly
/// these names and for 30 days more; else they are made anew, with a new key. Errors: kIo, kInvalid for a name that no
/// certificate can carry, kInternal.
Result<TlsFiles> ensure_self_signed(const std::string& directory, const std::vector<std::string>& names, Micros now);

}  // namespace frontdesk::api
