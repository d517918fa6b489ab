// Result<T>: the return type of everything that can fail in operation.
//
// A Result holds either a value or an Error. Exceptions are left for programmer errors and exhaustion; they are
// caught only at the top of a thread, a request or an IPC call. Thread rule: a plain value, no sharing inside.
//
//   Result<Channel> load(ChannelId id) {
//     auto row = find(id);
//     if (!row) return std::move(row).error().context("load channel " + to_text(id));
//     return Channel{*row};
//   }
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace frontdesk {

/// Why an operation failed, in the terms a caller decides by. HTTP and exit codes are derived from these.
enum class ErrorCode {
  kInvalid,       ///< the input is wrong; the caller must change it
  kNotFound,      ///< the named object does not exist (or must not be known to the caller)
  kConflict,      ///< the object changed since the caller saw it, or a unique value is taken
  kForbidden,     ///< the actor lacks the right
  kUnauthorised,  ///< nobody is signed in, or the credentials are wrong
  kLimit,         ///< a bound was exceeded: size, rate, depth
  kUnavailable,   ///< try again later: busy, starting, disk full, remote down
  kTimeout,       ///< a deadline passed; the outcome may be unknown
  kCorrupt,       ///< stored data fails its check
  kIo,            ///< the operating system refused
  kInternal,      ///< a defect of ours
};

/// Stable lower-case word for a code, e.g. "not_found"; used in logs, problem documents and JSON.
const char* to_text(ErrorCode code);

/// What happened, to which object, and what to do. `message` is English, complete and free of personal data and
/// secrets; `key` names the translated text for users (empty: show `message`).
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::string key;

  Error() = default;
  Error(ErrorCode error_code, std::string text, std::string text_key = {})
      : code(error_code), message(std::move(text)), key(std::move(text_key)) {}

  /// The same error, told from one level further up: "open channel 12: <message>".
  [[nodiscard]] Error context(const std::string& doing) && {
    message = doing + ": " + message;
    return std::move(*this);
  }
};

template <class T>
class [[nodiscard]] Result {
 public:
  using Value = T;

  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }

  /// Precondition of the value accessors: ok().
  T& value() & {
    assert(ok());
    return *std::get_if<0>(&held_);
  }
  const T& value() const& {
    assert(ok());
    return *std::get_if<0>(&held_);
  }
  T&& value() && {
    assert(ok());
    return std::move(*std::get_if<0>(&held_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  /// Precondition: !ok().
  const Error& error() const& {
    assert(!ok());
    return *std::get_if<1>(&held_);
  }
  Error&& error() && {
    assert(!ok());
    return std::move(*std::get_if<1>(&held_));
  }

 private:
  std::variant<T, Error> held_;
};

/// Success without a value.
template <>
class [[nodiscard]] Result<void> {
 public:
  using Value = void;

  Result() = default;
  Result(Error error) : error_(std::move(error)), failed_(true) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return !failed_; }
  explicit operator bool() const { return ok(); }
  const Error& error() const& {
    assert(failed_);
    return error_;
  }
  Error&& error() && {
    assert(failed_);
    return std::move(error_);
  }

 private:
  Error error_;
  bool failed_ = false;
};

}  // namespace frontdesk

/// Leaves the function with the error when `expression`, a Result, has failed; else its value is dropped.
///   FD_TRY(book.save(ticket, "message"));
#define FD_TRY(expression) FD_TRY_AS(expression, FD_TRY_NAME(fd_tried_, __LINE__))
#define FD_TRY_NAME(prefix, line) FD_TRY_JOIN(prefix, line)
#define FD_TRY_JOIN(prefix, line) prefix##line
#define FD_TRY_AS(expression, name)                                      \
  do {                                                                   \
    if (auto name = (expression); !name) return std::move(name).error(); \
  } while (false)
