// Account names of messengers (only behind a word that names the messenger) and number plates.
#include <string_view>

#include "privacy/data/account_words.h"
#include "privacy/data/plate_characters.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/find.h"
#include "privacy/detect/lists.h"
#include "privacy/detect/words.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kMaxHandle = 20;

constexpr auto kAliases = longest_first(data::account_words::kMessengers);
constexpr auto kLabels = longest_first(data::account_words::kLabels);

struct Handle {
  std::size_t end = 0;
  std::size_t size = 0;
  bool has_digit = false;
};

/// [A-Za-z0-9][-_A-Za-z0-9]{0,19}
Handle read_account(std::string_view text, std::size_t at) {
  Handle handle{at};
  if (!is_ascii_alnum(peek(text, at))) return handle;
  while (handle.end < text.size() && handle.size <= kMaxHandle) {
    const char32_t c = peek(text, handle.end);
    if (!is_ascii_alnum(c) && c != '-' && c != '_') break;
    handle.has_digit = handle.has_digit || !is_ascii_letter(c);
    next_character(text, handle.end);
    ++handle.size;
  }
  return handle;
}

/// [A-Za-z][-_A-Za-z0-9]{5,19}
Handle read_handle(std::string_view text, std::size_t at) {
  return is_ascii_letter(peek(text, at)) ? read_account(text, at) : Handle{at};
}

std::size_t skip_handle_fillers(std::string_view text, std::size_t at, bool& had_sign) {
  bool sign = false;
  for (int round = 0; round < 4; ++round) {
    at = skip_sign(text, at, sign);
    had_sign = had_sign || sign;
    for (const std::string_view filler :
         {"号码", "号", "號", "➕", "+", "账", "帐", "賬", "帳", "是", "为", "為", "id", "我"}) {
      const std::size_t length = word_length_at(text, at, filler);
      if (length == 0 || (filler == "id" && is_ascii_alnum(peek(text, at + length)))) continue;
      at += length;
      had_sign = true;
      break;
    }
  }
  return at;
}

/// "小鱼儿爱吃糖", only behind a colon: without one the sentence goes on ("淘宝昵称是什么").
Handle read_nickname(std::string_view text, std::size_t at) {
  Handle name{at};
  while (name.end < text.size() && name.size <= kMaxHandle) {
    const char32_t c = peek(text, name.end);
    if (!is_han(c) && !is_ascii_alnum(c) && c != '_' && c != '-') break;
    next_character(text, name.end);
    ++name.size;
  }
  return name;
}

/// "抖音号：dy1234567", "小红书号 945612345", "旺旺：tb8837261", "旺旺 tb8837261"; 旺旺 is also a brand of biscuits.
void find_shop_account(std::string_view text, std::size_t at, Finds& out) {
  std::size_t length = 0;
  for (const std::string_view label : kLabels) length = length > 0 ? length : word_length_at(text, at, label);
  const bool is_label = length > 0;
  if (!is_label) length = word_length_at(text, at, "旺旺");
  if (length == 0) return;
  bool had_colon = false;
  skip_sign(text, at + length, had_colon);
  bool had_sign = false;
  const std::size_t handle_at = skip_handle_fillers(text, at + length, had_sign);
  Handle handle = read_account(text, handle_at);
  const bool is_default_name = word_length_at(text, handle_at, "tb") > 0 && handle.has_digit;
  if (!is_label && !had_sign && !is_default_name) return;
  const bool is_nickname = is_label && had_colon && is_han(peek(text, handle.end));
  if (is_nickname) handle = read_nickname(text, handle_at);
  const std::size_t least = is_nickname ? 2 : 5;
  if (handle.size < least || handle.size > kMaxHandle) return;
  const bool is_date = is_ascii_digit(peek(text, handle_at)) &&
                       text.substr(handle_at, handle.end - handle_at).find('-') != std::string_view::npos;
  if (!is_date) out.push_back({handle_at, handle.end, DataKind::kHandle, 60});
}

bool is_province_of_plate(char32_t c) {
  return data::plate_characters::kProvinceCharacters.find(c) != std::u32string_view::npos;
}

bool is_plate_character(char32_t c) { return is_ascii_alnum(c) && c != 'I' && c != 'O' && c != 'i' && c != 'o'; }

}  // namespace

void find_account(std::string_view text, std::size_t at, Finds& out) {
  if (is_ascii_letter(peek(text, at)) && is_ascii_alnum(peek_back(text, at))) return;
  if (word_length_at(text, at, "wxid_") > 0) {
    const Handle handle = read_handle(text, at);
    if (handle.size >= 8) out.push_back({at, handle.end, DataKind::kHandle, 90});
    return;
  }
  find_shop_account(text, at, out);
  for (const std::string_view alias : kAliases) {
    const std::size_t length = word_length_at(text, at, alias);
    if (length == 0) continue;
    bool had_sign = false;
    const std::size_t handle_at = skip_handle_fillers(text, at + length, had_sign);
    const Handle handle = read_handle(text, handle_at);
    if (handle_at == at + length && is_ascii_letter(peek_back(text, handle_at))) break;  // "vxworks"
    if (handle.size >= 6 && handle.size <= kMaxHandle && (had_sign || handle.has_digit)) {
      out.push_back({handle_at, handle.end, DataKind::kHandle, 60});
    }
    break;
  }
}

void find_plate(std::string_view text, std::size_t at, Finds& out) {
  std::size_t next = at;
  if (!is_province_of_plate(next_character(text, next))) return;
  std::size_t place = next;
  char32_t city = peek(text, place);
  const bool is_small = city >= 'a' && city <= 'z';
  if (is_small) city -= 'a' - 'A';
  if (city < 'A' || city > 'Z' || city == 'I' || city == 'O') return;
  next_character(text, place);
  const char32_t dot = peek(text, place);
  if (dot == 0xB7 || dot == 0x2022 || dot == ' ' || dot == '.') next_character(text, place);
  std::size_t size = 0;
  std::size_t digits = 0;
  while (place < text.size() && size <= 7) {
    const char32_t c = peek(text, place);
    if (!is_plate_character(c)) break;
    if (is_ascii_digit(c)) ++digits;
    next_character(text, place);
    ++size;
  }
  const char32_t behind = peek(text, place);
  const bool fits = (size == 5 && digits >= (is_small ? 4U : 2U)) || (size == 6 && digits >= 4);
  if (fits && behind != '-' && !is_ascii_alnum(behind)) out.push_back({at, place, DataKind::kPlate, 80});
}

}  // namespace frontdesk::privacy
