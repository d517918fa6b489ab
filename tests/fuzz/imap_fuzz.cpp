// Everything an IMAP server may send, against the response reader, the tokenizer and a whole session.
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "imap/session.h"

namespace {

using frontdesk::email::imap::ResponseLimits;
using frontdesk::email::imap::Session;
using frontdesk::email::net::Connection;
using frontdesk::email::net::Security;

constexpr ResponseLimits kLimits{1U << 16, 1U << 16, 64};

// A connection on which exactly `bytes` arrive, and then the end; what the session writes goes nowhere.
class Wire {
 public:
  explicit Wire(std::string_view bytes) {
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends_.data()) != 0) return;
    [[maybe_unused]] const auto sent = ::send(ends_[0], bytes.data(), bytes.size(), MSG_NOSIGNAL);
    ::shutdown(ends_[0], SHUT_WR);
  }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  ~Wire() { ::close(ends_[0]); }
  Connection connect() { return Connection::adopt(ends_[1], {}, {}); }

 private:
  std::array<int, 2> ends_{-1, -1};
};

void read_responses(std::string_view bytes) {
  Wire wire(bytes);
  Connection connection = wire.connect();
  while (auto response = frontdesk::email::imap::read_response(connection, kLimits)) {
    const auto what = frontdesk::email::imap::classify(*response);
    frontdesk::email::imap::split_status(what.rest);
    frontdesk::email::imap::read_search(what.rest);
    frontdesk::email::imap::read_fetch(*response);
  }
}

void hold_session(std::string_view bytes) {
  Wire wire(bytes);
  auto session = Session::open(wire.connect(), Security::kTls, kLimits);
  if (!session) return;
  if (!session->select("INBOX", Session::Access::kReadOnly)) return;
  if (!session->search(1, 0)) return;
  if (!session->ask_for_mails({{1, 0, 10}, {2, 0, 10}}, 100)) return;
  if (!session->take_mails()) return;
  if (!session->still_there({1, 2})) return;
  [[maybe_unused]] const auto one = session->fetch_one(1, Session::Extent::kMail, 100);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > (1U << 15)) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_responses(bytes);
  hold_session(bytes);
  return 0;
}
