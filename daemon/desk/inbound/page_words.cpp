#include "desk/inbound/page_words.h"

#include <string>
#include <unordered_set>

#include "base/text.h"
#include "storage/search/text.h"

namespace frontdesk::desk {
namespace {

/// Calls `use` for every word of the folded text until it returns false.
template <class Use>
void for_each_word(std::string_view folded, Use use) {
  bool goes_on = true;
  for (auto run = storage::next_run(folded, 0); run.characters > 0 && goes_on;
       run = storage::next_run(folded, run.end)) {
    storage::for_each_token(folded, run, false, [&](std::size_t begin, std::size_t end) {
      return goes_on = use(folded.substr(begin, end - begin));
    });
  }
}

/// Without "<https://…>", which stands behind the words of a link.
std::string without_addresses(std::string_view line) {
  std::string words;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = line[at] == '<' ? line.find('>', at) : std::string_view::npos;
    if (end != std::string_view::npos && line.substr(at, end - at).find(':') != std::string_view::npos) {
      at = end + 1;
    } else {
      words += line[at++];
    }
  }
  return words;
}

}  // namespace

privacy::MaskedText lines_beyond(const privacy::MaskedText& page, std::initializer_list<privacy::MaskedText> texts) {
  std::unordered_set<std::string> known;
  for (const privacy::MaskedText& text : texts) {
    for_each_word(storage::fold_for_search(text.text()), [&](std::string_view word) {
      known.emplace(word);
      return true;
    });
  }
  std::string lines;
  for (const std::string_view line : text::split(page.text(), '\n')) {
    bool has_news = false;
    for_each_word(storage::fold_for_search(without_addresses(line)), [&](std::string_view word) {
      has_news = !known.contains(std::string(word));
      return !has_news;
    });
    if (!has_news) continue;
    if (!lines.empty()) lines += '\n';
    lines += line;
  }
  // Lines of masked text are masked text.
  return privacy::MaskedText::from_store(std::move(lines));
}

}  // namespace frontdesk::desk
