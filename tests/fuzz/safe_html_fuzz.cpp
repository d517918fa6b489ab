// Any bytes: the rewritten HTML holds no active element, and no input breaks the walk.
#include <cstdlib>

#include "base/text.h"
#include "privacy/html/safe_html.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace frontdesk;
  const std::string_view html(reinterpret_cast<const char*>(data), size);
  const privacy::Masker masker(privacy::Profile::kSop);
  const std::string safe = text::to_lower_ascii(privacy::make_safe_html(html, masker).html.text());
  for (const char* bad : {"<script", "<iframe", "<object", "<svg", "<math", "<style", "<form", "<template"}) {
    if (safe.find(bad) != std::string::npos) std::abort();
  }
  (void)privacy::html_to_text(html);
  return 0;
}
