// Any bytes as an HTTP connection: heads and bodies, cut where the first byte says. Must never crash, hang or accept a
// path that leaves the root.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "api/http/request_parser.h"

namespace api = frontdesk::api;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t step = data[0] + std::size_t{1};
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::string buffer;
  std::size_t scanned = 0;
  std::size_t fed = 0;
  while (true) {
    const api::ParsedHead head = api::parse_head(buffer, scanned);
    if (head.state == api::ParsedHead::State::kRefused) return 0;
    if (head.state == api::ParsedHead::State::kReady) {
      if (head.consumed > buffer.size() || head.head.path.find("/../") != std::string::npos) std::abort();
      buffer.erase(0, head.consumed);
      scanned = 0;
      api::BodyReader body(head.framing, std::size_t{1} << 16);
      while (body.state() == api::BodyReader::State::kNeedMore) {
        if (buffer.empty()) {
          if (fed == bytes.size()) return 0;
          buffer = bytes.substr(fed, step);
          fed += buffer.size();
        }
        buffer.erase(0, body.feed(buffer));
      }
      if (body.state() == api::BodyReader::State::kRefused) return 0;
      if (body.take().size() > (std::size_t{1} << 16)) std::abort();
      continue;
    }
    if (fed == bytes.size()) return 0;
    buffer += bytes.substr(fed, step);
    fed = std::min(fed + step, bytes.size());
  }
}
