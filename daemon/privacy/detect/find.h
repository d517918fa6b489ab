// Find: one place in a text that a detector takes for personal data. Inside the room only.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "privacy/profile.h"

namespace frontdesk::privacy {

/// [begin, end) in bytes of the original. Scores: 100 = checked by check digits or tables and context, 50 = by shape.
struct Find {
  std::size_t begin = 0;
  std::size_t end = 0;
  DataKind kind = DataKind::kSecret;
  int score = 50;
};

using Finds = std::vector<Find>;

// The detectors. Each looks at the anchor `at` (first byte of a character that the scan stopped at) and appends what it
// finds. Each reads a bounded neighbourhood, whatever the text is.

/// What one text may still cost in calls of libphonenumber; beyond it, shape alone decides (and covers).
struct Budget {
  int phone_checks = 500;
};

/// Anchor: a digit, or a character that stands for 1. Phones, identity cards, bank cards, IBAN, tax ids, passports, QQ.
/// Returns where the scan goes on (> at): behind the digits that were judged.
std::size_t find_numbers(std::string_view text, std::size_t at, Budget& budget, Finds& out);
/// Anchor: '@' in any width, "艾特", '(' or '[' of "(at)", '#'.
void find_email(std::string_view text, std::size_t at, Finds& out);
/// Anchor: the first character of a word such as 收货人, 姓名, 我叫, name; of 先生 and other titles; of 您好, 敬上, 收.
void find_name(std::string_view text, std::size_t at, Finds& out);
/// At `at`, behind a word such as 和, 让 or "talked to": a name by its parts ("我和李雷沟通过", "talked to Mary
/// Johnson").
void find_name_in_sentence(std::string_view text, std::size_t at, Finds& out);
/// At `at`, where a clause begins: a Chinese name that does what only people do ("李雷说今天发货").
void find_name_before_act(std::string_view text, std::size_t at, Finds& out);
/// Before a word such as "told" at `at`: a Latin name with a known first name ("Mary Johnson told me").
void find_latin_name_before(std::string_view text, std::size_t at, Finds& out);
/// Behind a closing `word` (谢谢, 此致, regards) that ends at `end`: the name on the next line, or in the next clause.
void find_below_closing(std::string_view text, std::size_t end, std::string_view word, Finds& out);
/// Beside a phone, card, mail or postal address at [begin, end): "王小明 13800138000 广东省…", a name between signs.
void find_names_beside(std::string_view text, std::size_t begin, std::size_t end, Finds& out);
/// Anchor: 地址, the name of a province, 市, 区, 县, "address", "ship to", "deliver to".
void find_address(std::string_view text, std::size_t at, Finds& out);
/// Anchor: the first digit of a house number: "221B Baker Street, London NW1 6XE", "Hauptstraße 42, 10115 Berlin".
void find_western_address(std::string_view text, std::size_t at, Finds& out);
/// Anchor: the first character of a word such as 验证码, 密码, CVV, password.
void find_secret(std::string_view text, std::size_t at, Finds& out);
/// Anchor: the first character of 微信 and its disguises, "wxid_", or of a number plate (a province).
void find_account(std::string_view text, std::size_t at, Finds& out);
void find_plate(std::string_view text, std::size_t at, Finds& out);
/// Anchor: 生日, 出生, born, birth … before a date.
void find_birth_date(std::string_view text, std::size_t at, Finds& out);
/// Anchor: the first digit of "1990年3月7日出生".
void find_birth_date_before_word(std::string_view text, std::size_t at, Finds& out);

/// Runs all detectors over a text; the finds may overlap and are in no order.
Finds find_all(std::string_view text);

}  // namespace frontdesk::privacy
