// One-time codes, passwords and card verification values, by the word that names them.
#include <array>

#include "privacy/data/secret_words.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/find.h"
#include "privacy/detect/lists.h"
#include "privacy/detect/words.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kLookBack = 48;

enum class SecretShape {
  kCode,      ///< four to eight letters and digits, with a digit
  kPassword,  ///< up to 64 visible characters, and a sign before them unless they hold a digit
  kCardCode,  ///< three or four digits
};

struct SecretWord {
  std::string_view word;
  SecretShape shape;
};

constexpr auto kWords =
    longest_first(joined(meaning<SecretWord>(SecretShape::kCode, data::secret_words::kCode),
                         meaning<SecretWord>(SecretShape::kPassword, data::secret_words::kPassword),
                         meaning<SecretWord>(SecretShape::kCardCode, data::secret_words::kCardCode)));

constexpr auto kFillers = std::to_array<std::string_view>(
    {"是", "为", "為", "改成", "改为", "改為", "设为", "换成", "is", "was", "code", "号", "的", "：", "my"});

std::size_t skip_fillers(std::string_view text, std::size_t at, bool& had_sign) {
  bool sign = false;
  for (int round = 0; round < 4; ++round) {
    at = skip_sign(text, at, sign);
    had_sign = had_sign || sign;
    bool moved = false;
    for (const std::string_view filler : kFillers) {
      const std::size_t length = word_length_at(text, at, filler);
      if (length == 0) continue;
      const std::size_t end = at + length;
      if (is_ascii_letter(peek_back(text, end)) && is_ascii_alnum(peek(text, end))) continue;  // "isolate"
      at = end;
      had_sign = moved = true;
      break;
    }
    if (!moved && !sign) break;
  }
  return at;
}

struct Value {
  std::size_t end = 0;
  std::size_t size = 0;
  bool has_digit = false;
  bool all_digits = true;
};

Value read_value(std::string_view text, std::size_t at, bool with_signs) {
  Value value{at, 0, false, true};
  while (value.end < text.size() && value.size < 64) {
    std::size_t next = value.end;
    const char32_t raw = next_character(text, next);
    const char32_t c = to_half_width(raw);
    const bool is_digit = digit_value(raw) >= 0;
    const bool is_sign = with_signs && c > ' ' && c < 0x7F && raw < 0x7F;  // full-width signs end the value
    if (!is_digit && !is_ascii_letter(c) && !is_sign) break;
    value.has_digit = value.has_digit || is_digit;
    value.all_digits = value.all_digits && is_digit;
    ++value.size;
    value.end = next;
  }
  return value;
}

bool fits(SecretShape shape, const Value& value, bool had_sign) {
  switch (shape) {
    case SecretShape::kCode: return value.has_digit && value.size >= 4 && value.size <= 8;
    case SecretShape::kCardCode: return value.all_digits && (value.size == 3 || value.size == 4);
    case SecretShape::kPassword: return value.size >= 4 && (had_sign || value.has_digit);
  }
  return false;
}

/// "482913 是您的验证码", "482913 is your verification code".
void find_value_before(std::string_view text, std::size_t at, Finds& out) {
  std::size_t end = at;
  bool has_filler = false;
  for (bool moved = true; moved && at - end < kLookBack;) {
    moved = false;
    while (end > 0 && text[end - 1] == ' ' && at - end < kLookBack) --end;
    for (const std::string_view filler :
         {"是", "您的", "你的", "为", "your", "is", "the", "本次", "登录", "login", "as", "（", "("}) {
      if (!text.substr(0, end).ends_with(filler)) continue;
      end -= filler.size();
      has_filler = moved = true;
    }
  }
  std::size_t begin = end;
  while (begin > 0 && end - begin <= 8 && is_ascii_digit(static_cast<unsigned char>(text[begin - 1]))) --begin;
  if (has_filler && end - begin >= 4 && end - begin <= 8) out.push_back({begin, end, DataKind::kSecret, 80});
}

}  // namespace

void find_secret(std::string_view text, std::size_t at, Finds& out) {
  if (is_ascii_letter(peek(text, at)) && is_ascii_letter(peek_back(text, at))) return;
  for (const auto& [word, shape] : kWords) {
    const std::size_t length = word_length_at(text, at, word);
    if (length == 0) continue;
    const std::size_t end = at + length;
    if (is_ascii_letter(peek_back(text, end)) && is_ascii_letter(peek(text, end))) continue;
    bool had_sign = false;
    const std::size_t value_at = skip_fillers(text, end, had_sign);
    const Value value = read_value(text, value_at, shape == SecretShape::kPassword && had_sign);
    if (fits(shape, value, had_sign)) {
      out.push_back({value_at, value.end, DataKind::kSecret, 100});
      return;
    }
    if (shape == SecretShape::kCode) find_value_before(text, at, out);
    return;
  }
}

}  // namespace frontdesk::privacy
