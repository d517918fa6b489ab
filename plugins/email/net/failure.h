// Outcome<T>: what the protocol engines return. A failure says what went wrong in the terms an administrator can act
// upon ("the certificate has expired"), and the channel decides by its kind whether to retry, to ask for new
// credentials or to stop.
//
// Texts are English, complete, and free of credentials and of customers' text; what a server said is kept apart in
// `server_text` and is for the administrator only. Thread rule: plain values.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace frontdesk::email::net {

enum class FailureKind {
  kDnsFailed,             ///< the host name has no address
  kAddressForbidden,      ///< the name leads to an address that may not be used
  kConnectionRefused,     ///< nobody listens there, or the network refuses
  kTimeout,               ///< no answer in time
  kTlsFailed,             ///< no agreement on TLS, or STARTTLS is not offered
  kCertificateExpired,    ///< or not valid yet
  kCertificateWrongHost,  ///< the certificate names another host
  kCertificateUnknownCa,  ///< no trusted authority signed it
  kCertificateInvalid,    ///< any other fault of the certificate
  kClosed,                ///< the other side hung up
  kProtocol,              ///< the other side broke the protocol's rules
  kAuthFailed,            ///< user name, password or token refused
  kAuthTemporary,         ///< signing in is not possible just now
  kRefused,               ///< a command was refused (IMAP NO, POP3 -ERR)
  kNotFound,              ///< the folder does not exist
  kLimit,                 ///< an answer was larger than we accept
  kCancelled,             ///< our own side asked to stop
};

/// Stable word for a kind, e.g. "certificate_expired"; part of the codes that the form translates.
const char* to_text(FailureKind kind);

struct Failure {
  FailureKind kind = FailureKind::kProtocol;
  std::string text;         ///< one sentence for the log
  std::string server_text;  ///< the server's own words, one line, at most 300 bytes; may be empty
};

/// Makes a server's line safe to show: controls become blanks, ill-formed bytes '?', at most 300 bytes.
std::string presentable(std::string_view server_line);

template <class T>
class [[nodiscard]] Outcome {
 public:
  Outcome(T value) : held_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Outcome(Failure failure)
      : held_(std::in_place_index<1>, std::move(failure)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }
  /// Precondition of the value accessors: ok().
  T& operator*() & { return *std::get_if<0>(&held_); }
  const T& operator*() const& { return *std::get_if<0>(&held_); }
  T&& operator*() && { return std::move(*std::get_if<0>(&held_)); }
  T* operator->() { return std::get_if<0>(&held_); }
  const T* operator->() const { return std::get_if<0>(&held_); }
  /// Precondition: !ok().
  const Failure& failure() const& { return *std::get_if<1>(&held_); }
  Failure&& failure() && { return std::move(*std::get_if<1>(&held_)); }

 private:
  std::variant<T, Failure> held_;
};

template <>
class [[nodiscard]] Outcome<void> {
 public:
  Outcome() = default;
  Outcome(Failure failure) : failure_(std::move(failure)), failed_(true) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return !failed_; }
  explicit operator bool() const { return ok(); }
  const Failure& failure() const& { return failure_; }
  Failure&& failure() && { return std::move(failure_); }

 private:
  Failure failure_;
  bool failed_ = false;
};

}  // namespace frontdesk::email::net
