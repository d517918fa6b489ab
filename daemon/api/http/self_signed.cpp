// The certificate that a server makes itself. Poco reads and writes keys and certificates; OpenSSL makes them, as Poco
// has no words for that.
#include <Poco/Crypto/Crypto.h>
#include <Poco/Crypto/EVPPKey.h>
#include <Poco/Crypto/X509Certificate.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <ctime>
#include <sstream>

#include "api/http/listener.h"
#include "api/http/tls.h"
#include "audit/durable_file.h"
#include "base/bytes.h"

namespace frontdesk::api {

namespace {

using Poco::Crypto::EVPPKey;
using Poco::Crypto::X509Certificate;

constexpr long kDayInSeconds = 86'400;
constexpr long kValidDays = 825;  // the longest that browsers accept for a private certificate
constexpr std::chrono::hours kRenewBefore{24 * 30};

template <class T, void (*Release)(T*)>
struct Releaser {
  void operator()(T* object) const { Release(object); }
};
using CertificatePtr = std::unique_ptr<X509, Releaser<X509, X509_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Releaser<X509_EXTENSION, X509_EXTENSION_free>>;

// What a host name may hold; anything else could say more than a name in the extension's text.
bool is_host_name(const std::string& name) {
  return !name.empty() && name.size() <= 253 &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '.'; });
}

// "DNS:localhost,IP:127.0.0.1,…", each name once.
std::string alternatives_of(const std::vector<std::string>& names) {
  std::vector<std::string> all{"DNS:localhost", "IP:127.0.0.1"};
  for (const std::string& name : names) {
    std::string entry = (is_numeric_address(name) ? "IP:" : "DNS:") + name;
    if (std::find(all.begin(), all.end(), entry) == all.end()) all.push_back(std::move(entry));
  }
  std::string joined;
  for (const std::string& entry : all) joined.append(joined.empty() ? "" : ",").append(entry);
  return joined;
}

bool add_extension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool set_identity(X509* certificate, const std::vector<std::string>& names) {
  X509_NAME* subject = X509_get_subject_name(certificate);
  const auto* common_name = reinterpret_cast<const unsigned char*>("Frontdesk");
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, common_name, -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  return add_extension(certificate, NID_subject_alt_name, alternatives_of(names)) &&
         add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
         add_extension(certificate, NID_key_usage, "critical,digitalSignature") &&
         add_extension(certificate, NID_ext_key_usage, "serverAuth");
}

CertificatePtr make_certificate(EVP_PKEY* key, const std::vector<std::string>& names, Micros now) {
  CertificatePtr certificate(X509_new());
  if (!certificate) return nullptr;
  std::array<unsigned char, 8> serial{};
  if (RAND_bytes(serial.data(), serial.size()) != 1) return nullptr;
  serial[0] &= 0x7f;
  std::uint64_t number = 0;
  for (const unsigned char byte : serial) number = number << 8 | byte;
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), number);
  X509_set_version(certificate.get(), X509_VERSION_3);
  const auto seconds = static_cast<time_t>(now.count() / 1'000'000);
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), seconds - kDayInSeconds);
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), seconds + kValidDays * kDayInSeconds);
  X509_set_pubkey(certificate.get(), key);
  if (!set_identity(certificate.get(), names)) return nullptr;
  return X509_sign(certificate.get(), key, EVP_sha256()) > 0 ? std::move(certificate) : nullptr;
}

// The names as the library holds them: what two certificates for the same names have in common.
Bytes names_in(const X509* certificate) {
  const int at = X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1);
  if (at < 0) return {};
  const ASN1_OCTET_STRING* value = X509_EXTENSION_get_data(X509_get_ext(certificate, at));
  const auto* data = ASN1_STRING_get0_data(value);
  return {data, data + ASN1_STRING_length(value)};
}

// The certificate in the file serves these names, and will for a while.
bool still_serves(const TlsFiles& files, const std::vector<std::string>& names, Micros now) {
  try {
    const X509Certificate found(files.certificate);
    const EVPPKey key("", files.key);
    const Micros ends{found.expiresOn().timestamp().epochMicroseconds()};
    const CertificatePtr wanted(X509_new());
    return X509_check_private_key(found.certificate(), key) == 1 && ends >= now + kRenewBefore && wanted &&
           set_identity(wanted.get(), names) && names_in(wanted.get()) == names_in(found.certificate());
  } catch (const Poco::Exception&) {
    return false;
  }
}

}  // namespace

bool is_certificate_name(const std::string& name) { return is_numeric_address(name) || is_host_name(name); }

Result<TlsFiles> ensure_self_signed(const std::string& directory, const std::vector<std::string>& names, Micros now) {
  TlsFiles files{directory + "/tls-certificate.pem", directory + "/tls-key.pem"};
  for (const std::string& name : names)
    if (!is_certificate_name(name))
      return Error{ErrorCode::kInvalid, "'" + name + "' is neither a host name nor a numeric address"};
  Poco::Crypto::initializeCrypto();  // never taken back: see TlsContext::read
  const bool kept = still_serves(files, names, now);
  ERR_clear_error();
  if (kept) return files;
  std::ostringstream key_text;
  std::ostringstream certificate_text;
  try {
    EVPPKey key("prime256v1");
    CertificatePtr made = make_certificate(key, names, now);
    if (!made) return Error{ErrorCode::kInternal, "make a certificate failed in the TLS library"};
    key.save(nullptr, &key_text);
    X509Certificate(made.release()).save(certificate_text);
  } catch (const Poco::Exception& failure) {
    return Error{ErrorCode::kInternal, "make a certificate failed in the TLS library: " + failure.displayText()};
  }
  FD_TRY(audit::write_durably(files.key, key_text.str(), 0600));
  FD_TRY(audit::write_durably(files.certificate, certificate_text.str(), 0600));
  return files;
}

}  // namespace frontdesk::api
