// Quote splitting, flowed paragraphs and HTML to text over any bytes: views stay inside the text, nothing grows without
// bound.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mime/judging/bounce.h"
#include "mime/text/flowed.h"
#include "mime/text/quotes.h"
#include "text/html_text.h"
#include "text/unicode.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace frontdesk::email;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const SplitText split = split_quotes(text);
  if (split.visible.size() + split.quoted.size() > text.size()) std::abort();
  if (!text.starts_with(split.visible) || !text.ends_with(split.quoted)) std::abort();
  for (const bool delete_space : {false, true}) {
    if (join_flowed(text, delete_space).size() > text.size()) std::abort();
  }
  const std::string readable = text_of_html(repair_utf8(text));
  if (!measure_utf8(readable).valid()) std::abort();
  (void)read_delivery_status(text);
  return 0;
}
