#include "integration/mail_servers/certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <stdexcept>

namespace frontdesk::test {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string("certificate: ") + what);
}

Key make_key() {
  Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), &EVP_PKEY_free);
  require(key != nullptr, "no key");
  return key;
}

File open_to_write(const std::filesystem::path& path) {
  File file(std::fopen(path.c_str(), "w"), &std::fclose);
  require(file != nullptr, "cannot write the file");
  return file;
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  require(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1, "bad extension");
  X509_EXTENSION_free(extension);
}

Certificate begin(const char* name, EVP_PKEY* key, long serial, int first_day, int last_day) {  // NOLINT: ASN1's type
  Certificate certificate(X509_new(), &X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
  X509_time_adj_ex(X509_getm_notBefore(certificate.get()), first_day, 0, nullptr);
  X509_time_adj_ex(X509_getm_notAfter(certificate.get()), last_day, 0, nullptr);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  return certificate;
}

}  // namespace

struct CertificateAuthority::Impl {
  Key key = make_key();
  Certificate certificate{nullptr, &X509_free};
  mutable long next_serial = 2;  // NOLINT(google-runtime-int): ASN1's type
};

CertificateAuthority::CertificateAuthority(const std::filesystem::path& folder)
    : folder_(folder), impl_(std::make_unique<Impl>()) {
  std::filesystem::create_directories(folder_);
  impl_->certificate = begin("Frontdesk test authority", impl_->key.get(), 1, -2, 30);
  X509* self = impl_->certificate.get();
  X509_set_issuer_name(self, X509_get_subject_name(self));
  add_extension(self, self, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(self, self, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(self, self, NID_subject_key_identifier, "hash");
  require(X509_sign(self, impl_->key.get(), EVP_sha256()) > 0, "cannot sign");
  PEM_write_X509(open_to_write(file()).get(), self);
}

CertificateAuthority::~CertificateAuthority() = default;

CertificateAuthority::Files CertificateAuthority::issue(const Order& order) const {
  const Key key = make_key();
  X509* issuer = impl_->certificate.get();
  const auto certificate = begin(order.name.c_str(), key.get(), impl_->next_serial++, order.first_day, order.last_day);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer));
  std::string names;
  for (const std::string& host : order.hosts) {
    names += (names.empty() ? "" : ",") + (host.rfind("IP:", 0) == 0 ? host : "DNS:" + host);
  }
  add_extension(certificate.get(), issuer, NID_subject_alt_name, names);
  add_extension(certificate.get(), issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate.get(), issuer, NID_ext_key_usage, "serverAuth");
  require(X509_sign(certificate.get(), impl_->key.get(), EVP_sha256()) > 0, "cannot sign");
  Files files{folder_ / (order.name + ".pem"), folder_ / (order.name + ".key")};
  PEM_write_X509(open_to_write(files.certificate).get(), certificate.get());
  PEM_write_PrivateKey(open_to_write(files.key).get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  std::filesystem::permissions(files.key, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return files;
}

}  // namespace frontdesk::test
