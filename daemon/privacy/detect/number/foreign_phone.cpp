#include "privacy/detect/number/foreign_phone.h"

#include <phonenumbers/phonenumberutil.h>

namespace frontdesk::privacy {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

bool parse(const std::string& international, PhoneNumber& number) {
  return PhoneNumberUtil::GetInstance()->Parse(international, "ZZ", &number) == PhoneNumberUtil::NO_PARSING_ERROR;
}

}  // namespace

bool is_valid_foreign_phone(const std::string& international) {
  PhoneNumber number;
  return parse(international, number) && PhoneNumberUtil::GetInstance()->IsValidNumber(number);
}

bool is_possible_foreign_phone(const std::string& international) {
  PhoneNumber number;
  return parse(international, number) && number.country_code() != 86 &&
         PhoneNumberUtil::GetInstance()->IsPossibleNumber(number);
}

int country_code_length(const std::string& international) {
  PhoneNumber number;
  if (!parse(international, number)) return 0;
  return static_cast<int>(std::to_string(number.country_code()).size());
}

}  // namespace frontdesk::privacy
