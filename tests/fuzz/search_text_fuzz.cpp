// Any bytes: folding agrees with base, and runs and tokens stay inside the text and move forward.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "storage/search/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace frontdesk;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string folded = storage::fold_for_search(input);
  if (text::is_valid_utf8(input) && folded != text::fold(input)) std::abort();
  std::size_t last = 0;
  for (auto run = storage::next_run(folded, 0); run.characters > 0; run = storage::next_run(folded, run.end)) {
    if (run.begin < last || run.end <= run.begin || run.end > folded.size()) std::abort();
    last = run.end;
    storage::for_each_token(folded, run, true, [&](std::size_t begin, std::size_t end) {
      if (begin < run.begin || end > run.end || begin >= end) std::abort();
      return true;
    });
  }
  return 0;
}
