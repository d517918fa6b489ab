// How text is prepared for search: folded, then cut into tokens.
//
// A run is a longest stretch of one kind: CJK characters, or letters and digits. A run of letters and digits is one
// token; a CJK run gives the two characters at every position, and its last character by itself. Thread rule: any.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/text.h"

namespace frontdesk::storage {

/// The same as text::fold, made fast for ordinary Chinese and English text.
std::string fold_for_search(std::string_view text);

/// True for what belongs to words: letters, digits and marks of any script.
bool is_word_character(char32_t code_point);

/// A run in folded text: [begin, end) in bytes.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t characters = 0;
  bool is_cjk = false;
};

/// The next run at or after `from`; characters == 0 when there is none.
Run next_run(std::string_view folded, std::size_t from);

/// Calls `emit(begin, end)` for every token of a run; `emit` returns false to stop.
template <class Emit>
void for_each_token(std::string_view folded, const Run& run, bool last_alone, Emit&& emit) {
  if (!run.is_cjk) {
    emit(run.begin, run.end);
    return;
  }
  std::size_t previous = run.begin;
  std::size_t at = run.begin;
  text::next_code_point(folded, at);
  while (at < run.end) {
    const std::size_t current = at;
    text::next_code_point(folded, at);
    if (!emit(previous, at)) return;
    previous = current;
  }
  if (last_alone || run.characters == 1) emit(previous, run.end);
}

}  // namespace frontdesk::storage
