#include "net/failure.h"

#include <string_view>

namespace frontdesk::email::net {

const char* to_text(FailureKind kind) {
  switch (kind) {
    case FailureKind::kDnsFailed: return "dns_failed";
    case FailureKind::kAddressForbidden: return "address_forbidden";
    case FailureKind::kConnectionRefused: return "connection_refused";
    case FailureKind::kTimeout: return "timeout";
    case FailureKind::kTlsFailed: return "tls_failed";
    case FailureKind::kCertificateExpired: return "certificate_expired";
    case FailureKind::kCertificateWrongHost: return "certificate_wrong_host";
    case FailureKind::kCertificateUnknownCa: return "certificate_unknown_ca";
    case FailureKind::kCertificateInvalid: return "certificate_invalid";
    case FailureKind::kClosed: return "closed";
    case FailureKind::kProtocol: return "protocol";
    case FailureKind::kAuthFailed: return "auth_failed";
    case FailureKind::kAuthTemporary: return "auth_temporary";
    case FailureKind::kRefused: return "refused";
    case FailureKind::kNotFound: return "not_found";
    case FailureKind::kLimit: return "limit";
    case FailureKind::kCancelled: return "cancelled";
  }
  return "protocol";
}

std::string presentable(std::string_view server_line) {
  constexpr std::size_t kMaxBytes = 300;
  std::string out;
  for (char c : server_line.substr(0, kMaxBytes)) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte == 0x7f ? ' ' : byte < 0x80 ? c : '?';
  }
  return out;
}

}  // namespace frontdesk::email::net
