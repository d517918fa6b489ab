#include "api/http/tls.h"

#include <Poco/Crypto/Crypto.h>
#include <Poco/Crypto/X509Certificate.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <utility>

namespace frontdesk::api {

namespace {

constexpr const char* kCiphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

std::string with_colons(const Poco::DigestEngine::Digest& digest) {
  std::string out = Poco::DigestEngine::digestToHex(digest);
  for (std::size_t at = 2; at < out.size(); at += 3) out.insert(at, 1, ':');
  for (char& c : out) c = c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

Poco::Net::Context::Ptr make_context(const TlsFiles& files) {
  Poco::Net::Context::Params params;
  params.certificateFile = files.certificate;
  params.privateKeyFile = files.key;
  params.verificationMode = Poco::Net::Context::VERIFY_NONE;  // of clients, which have no certificates
  params.cipherList = kCiphers;
  params.ecdhCurve = "X25519:P-256";
  Poco::Net::Context::Ptr context(new Poco::Net::Context(Poco::Net::Context::TLS_SERVER_USE, params));
  context->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2);
  context->preferServerCiphers();
  // What Poco has no words for; the modes are what a socket that never blocks needs, and give an idle one's memory
  // back.
  SSL_CTX_set_options(context->sslContext(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(context->sslContext(),
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // A certificate that comes after another one's key takes the key out, and nobody hears of it.
  if (SSL_CTX_check_private_key(context->sslContext()) != 1) throw Poco::Net::SSLContextException("key");
  return context;
}

}  // namespace

Result<Micros> certificate_ends_at(const std::string& file) {
  Poco::Crypto::initializeCrypto();  // never taken back: see TlsContext::read
  try {
    return Micros{Poco::Crypto::X509Certificate(file).expiresOn().timestamp().epochMicroseconds()};
  } catch (const Poco::Exception&) {
    ERR_clear_error();
    return Error{ErrorCode::kIo, "cannot read the certificate " + file};
  }
}

struct TlsContext::Loaded {
  Poco::Net::Context::Ptr context;
  std::string fingerprint;
  Micros expires_at;
};

std::shared_ptr<const TlsContext::Loaded> TlsContext::loaded() const {
  const std::lock_guard lock(mutex_);
  return loaded_;
}

std::string TlsContext::fingerprint() const { return loaded()->fingerprint; }
Micros TlsContext::expires_at() const { return loaded()->expires_at; }

Poco::Net::StreamSocket TlsContext::secured(const Poco::Net::StreamSocket& socket) const {
  return Poco::Net::SecureStreamSocket::attach(socket, loaded()->context);
}

Result<std::unique_ptr<TlsContext>> TlsContext::load(const TlsFiles& files) {
  auto loaded = read(files);
  if (!loaded) return std::move(loaded).error();
  return std::unique_ptr<TlsContext>(new TlsContext(std::move(*loaded)));
}

Result<void> TlsContext::reload(const TlsFiles& files) {
  auto loaded = read(files);
  if (!loaded) return std::move(loaded).error();
  const std::lock_guard lock(mutex_);
  loaded_ = std::move(*loaded);
  return {};
}

Result<std::shared_ptr<const TlsContext::Loaded>> TlsContext::read(const TlsFiles& files) {
  // Never taken back: with its last user Poco takes OpenSSL's configuration away from everybody else in the process.
  Poco::Crypto::initializeCrypto();
  auto made = std::make_shared<Loaded>();
  try {
    const Poco::Crypto::X509Certificate certificate(files.certificate);
    made->fingerprint = with_colons(certificate.fingerprint("SHA256"));
    made->expires_at = Micros{certificate.expiresOn().timestamp().epochMicroseconds()};
  } catch (const Poco::Exception&) {
    ERR_clear_error();
    return Error{ErrorCode::kIo, "cannot read the certificate " + files.certificate};
  }
  try {
    made->context = make_context(files);
  } catch (const Poco::Exception&) {
    ERR_clear_error();
    return Error{ErrorCode::kInvalid, "the key " + files.key + " cannot be read or does not fit its certificate"};
  }
  return std::shared_ptr<const Loaded>(std::move(made));
}

}  // namespace frontdesk::api
