// Header text: decoding any bytes gives valid UTF-8, and what we encode decodes to itself.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mime/address_list.h"
#include "mime/parts/parameters.h"
#include "mime/text/encoded_word.h"
#include "text/unicode.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace frontdesk::email;
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  const std::string text = decode_header_text(raw).text;
  if (!measure_utf8(text).valid()) std::abort();
  (void)read_addresses(raw);
  (void)read_message_ids(raw);
  (void)read_parameters(raw);
  const std::string line = one_line(text);
  // one_line() undoes the folding, which decoding leaves to the header reader.
  if (one_line(decode_header_text(encode_header_text(line, 9)).text) != line) std::abort();
  return 0;
}
