#include "storage/search/query_words.h"

#include <algorithm>

#include "storage/search/text.h"

namespace frontdesk::storage {

QueryWords read_query(std::string_view text) {
  constexpr std::size_t kMostQueryBytes = 512;
  constexpr std::size_t kMostRuns = 16;
  QueryWords query;
  std::size_t length = std::min(text.size(), kMostQueryBytes);
  while (length < text.size() && length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  const std::string folded = fold_for_search(text.substr(0, length));
  for (Run run = next_run(folded, 0); run.characters > 0 && query.wanted.size() < kMostRuns;
       run = next_run(folded, run.end)) {
    query.wanted.push_back(folded.substr(run.begin, run.end - run.begin));
    if (!run.narrows()) continue;
    for_each_token(folded, run, false, [&](std::size_t begin, std::size_t end) {
      // Tokens are made of word characters only, so that quoting needs no escaping.
      query.expression += (query.expression.empty() ? "\"" : " AND \"") + folded.substr(begin, end - begin) + '"';
      return true;
    });
  }
  return query;
}

}  // namespace frontdesk::storage
