#include "net/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace frontdesk::email::net {
namespace {

// A socket BIO that never raises SIGPIPE: a plugin may not touch signal handlers.
int bio_fd(BIO* bio) { return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))); }

int bio_write(BIO* bio, const char* data, int size) {
  BIO_clear_retry_flags(bio);
  const auto sent = ::send(bio_fd(bio), data, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (sent < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int bio_read(BIO* bio, char* into, int size) {
  BIO_clear_retry_flags(bio);
  const auto got = ::recv(bio_fd(bio), into, static_cast<std::size_t>(size), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
  return static_cast<int>(got);
}

long bio_control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }  // NOLINT: BIO's type

BIO_METHOD* socket_method() {
  static BIO_METHOD* const kMethod = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "frontdesk socket");
    BIO_meth_set_write(made, bio_write);
    BIO_meth_set_read(made, bio_read);
    BIO_meth_set_ctrl(made, bio_control);
    return made;
  }();
  return kMethod;
}

bool is_numeric_address(const std::string& host) {
  ASN1_OCTET_STRING* parsed = a2i_IPADDRESS(host.c_str());
  const bool numeric = parsed != nullptr;
  ASN1_OCTET_STRING_free(parsed);
  return numeric;
}

Failure certificate_failure(long code) {  // NOLINT(google-runtime-int): OpenSSL's type
  const std::string reason = X509_verify_cert_error_string(code);
  switch (code) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return {FailureKind::kCertificateExpired, "the server's certificate is not valid now: " + reason, {}};
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return {FailureKind::kCertificateWrongHost, "the server's certificate is for another host", {}};
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return {
          FailureKind::kCertificateUnknownCa, "no trusted authority signed the server's certificate: " + reason, {}};
    default: return {FailureKind::kCertificateInvalid, "the server's certificate is not acceptable: " + reason, {}};
  }
}

}  // namespace

struct TlsSession::Impl {
  SSL_CTX* context = nullptr;
  SSL* ssl = nullptr;

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    SSL_free(ssl);
    SSL_CTX_free(context);
  }

  Outcome<Step> judge(int returned) const {
    if (returned > 0) return Step{Need::kNothing, static_cast<std::size_t>(returned)};
    switch (SSL_get_error(ssl, returned)) {
      case SSL_ERROR_WANT_READ: return Step{Need::kRead, 0};
      case SSL_ERROR_WANT_WRITE: return Step{Need::kWrite, 0};
      case SSL_ERROR_ZERO_RETURN: return Step{Need::kNothing, 0};
      case SSL_ERROR_SYSCALL: return Failure{FailureKind::kClosed, "the server closed the connection", {}};
      default: break;
    }
    const auto code = ERR_peek_last_error();
    if (ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
      return Failure{FailureKind::kClosed, "the server closed the connection", {}};
    }
    if (ERR_GET_REASON(code) == SSL_R_CERTIFICATE_VERIFY_FAILED) {
      return certificate_failure(SSL_get_verify_result(ssl));
    }
    const char* reason = ERR_reason_error_string(code);
    return Failure{FailureKind::kTlsFailed, std::string("TLS failed: ") + (reason != nullptr ? reason : "unknown"), {}};
  }
};

TlsSession::TlsSession(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TlsSession::~TlsSession() = default;

Outcome<std::unique_ptr<TlsSession>> TlsSession::create(int fd, const std::string& host, const std::string& ca_file) {
  const Failure unusable{FailureKind::kTlsFailed, "TLS could not be set up", {}};
  auto impl = std::make_unique<Impl>();
  ERR_clear_error();
  impl->context = SSL_CTX_new(TLS_client_method());
  if (impl->context == nullptr) return unusable;
  SSL_CTX_set_min_proto_version(impl->context, TLS1_2_VERSION);
  SSL_CTX_set_verify(impl->context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_mode(impl->context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_default_verify_paths(impl->context);
  if (!ca_file.empty() && SSL_CTX_load_verify_locations(impl->context, ca_file.c_str(), nullptr) != 1) {
    return Failure{FailureKind::kTlsFailed, "the file with the additional authority cannot be read as PEM", {}};
  }
  impl->ssl = SSL_new(impl->context);
  BIO* bio = BIO_new(socket_method());
  if (impl->ssl == nullptr || bio == nullptr) return unusable;
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(fd)));
  BIO_set_init(bio, 1);
  SSL_set_bio(impl->ssl, bio, bio);
  SSL_set_hostflags(impl->ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  const bool named = is_numeric_address(host)
                         ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(impl->ssl), host.c_str()) == 1
                         : SSL_set1_host(impl->ssl, host.c_str()) == 1 &&
                               SSL_ctrl(impl->ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                                        const_cast<char*>(host.c_str())) == 1;
  if (!named) return unusable;
  SSL_set_connect_state(impl->ssl);
  return std::unique_ptr<TlsSession>(new TlsSession(std::move(impl)));
}

Outcome<TlsSession::Step> TlsSession::handshake() {
  ERR_clear_error();
  auto step = impl_->judge(SSL_do_handshake(impl_->ssl));
  if (step && step->need == Need::kNothing && step->bytes == 0) {
    return Failure{FailureKind::kTlsFailed, "the server ended the TLS handshake", {}};
  }
  return step;
}

Outcome<TlsSession::Step> TlsSession::read(char* into, std::size_t size) {
  ERR_clear_error();
  return impl_->judge(SSL_read(impl_->ssl, into, static_cast<int>(std::min<std::size_t>(size, INT_MAX))));
}

Outcome<TlsSession::Step> TlsSession::write(const char* data, std::size_t size) {
  ERR_clear_error();
  return impl_->judge(SSL_write(impl_->ssl, data, static_cast<int>(std::min<std::size_t>(size, INT_MAX))));
}

bool TlsSession::has_pending() const { return SSL_has_pending(impl_->ssl) == 1; }

void TlsSession::shut_down() {
  ERR_clear_error();
  SSL_shutdown(impl_->ssl);
}

}  // namespace frontdesk::email::net
