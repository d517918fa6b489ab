// sdk::Result<T>: what every call between a plugin and its host returns in C++.
//
// A failure is an sdk::Error: one fdk_status the host acts upon, a stable code and an English text for the admin, and a
// detail for the log. None of the texts may hold secrets or personal data. Thread rule: plain values.
//
//   Result<void> open(const OpenRequest& request) override {
//     if (!parse(request.config)) return Error{Status::kConfig, "host_missing", "The mail server's name is missing."};
//     return {};
//   }
#pragma once

#include <frontdesk/plugin.h>

#include <chrono>
#include <string>
#include <utility>
#include <variant>

namespace frontdesk::sdk {

/// The meaning of each value is told at fdk_status.
enum class Status : fdk_status {
  kOk = FDK_OK,
  kRetry = FDK_RETRY,
  kRateLimited = FDK_RATE_LIMITED,
  kAuth = FDK_AUTH,
  kConfig = FDK_CONFIG,
  kRejected = FDK_REJECTED,
  kUnsupported = FDK_UNSUPPORTED,
  kCancelled = FDK_CANCELLED,
  kUnknownOutcome = FDK_UNKNOWN_OUTCOME,
  kInternal = FDK_INTERNAL,
};

struct Error {
  Status status = Status::kInternal;
  std::string code;                         ///< stable lower-case word, e.g. "mailbox_not_found"
  std::string text;                         ///< English, for the admin: what happened and what to do
  std::string detail;                       ///< for the log only
  std::chrono::nanoseconds retry_after{0};  ///< 0: the host decides

  Error() = default;
  Error(Status why, std::string word = {}, std::string message = {}, std::string internal = {},
        std::chrono::nanoseconds wait = {})
      : status(why), code(std::move(word)), text(std::move(message)), detail(std::move(internal)), retry_after(wait) {}
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }

  /// Precondition: ok().
  T& value() & { return *std::get_if<0>(&held_); }
  const T& value() const& { return *std::get_if<0>(&held_); }
  T&& value() && { return std::move(*std::get_if<0>(&held_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  /// Precondition: !ok().
  const Error& error() const& { return *std::get_if<1>(&held_); }
  Error&& error() && { return std::move(*std::get_if<1>(&held_)); }

 private:
  std::variant<T, Error> held_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), failed_(true) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return !failed_; }
  explicit operator bool() const { return ok(); }
  /// Precondition: !ok().
  const Error& error() const& { return error_; }
  Error&& error() && { return std::move(error_); }

 private:
  Error error_;
  bool failed_ = false;
};

}  // namespace frontdesk::sdk
