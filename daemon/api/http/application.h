// Application: what the front serves. The front knows sockets and HTTP; the application knows addresses and answers.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "api/http/message.h"

namespace frontdesk::api {

/// Thread rule: all calls come from many worker threads at once.
class Application {
 public:
  virtual ~Application() = default;

  /// The head is whole: what is known of its way here. Asked once for each request, before all else.
  virtual void receive(RequestHead& /*head*/) {}

  /// What is decided before a body is read: how long it may be, or an answer at once.
  struct Admission {
    std::size_t body_limit = 0;
    std::optional<Response> refusal;   ///< sent instead of reading the body; the connection then closes
    std::shared_ptr<const void> pass;  ///< whatever was found out; comes back as Request::pass
  };
  /// Asked only for requests that announce a body.
  virtual Admission admit(const RequestHead& head) = 0;

  virtual Response handle(const Request& request) = 0;

  /// The answer to bytes that are not an acceptable request; `why` is a literal without the input's content.
  virtual Response refuse(int status, std::string_view why) = 0;
};

}  // namespace frontdesk::api
