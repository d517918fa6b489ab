// Any bytes: the masker neither crashes nor hangs, spans are in order and within the text.
#include <cstdlib>

#include "base/text.h"
#include "privacy/masker.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace frontdesk;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const privacy::Masked masked = privacy::Masker(privacy::Profile::kSop).mask(text);
  std::size_t last = 0;
  for (const privacy::Span& span : masked.spans) {
    if (span.start < last || span.end <= span.start) std::abort();
    last = span.end;
  }
  if (last > text::length(text)) std::abort();
  return 0;
}
