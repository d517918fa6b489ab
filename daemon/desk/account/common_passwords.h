// Beginnings of passwords that attackers try first, folded, each at least six characters long. A password that is one
// of these with a few signs around it is refused. Shorter ones need no entry: twelve characters are asked for anyway.
#pragma once

#include <array>
#include <string_view>

namespace frontdesk::desk {

inline constexpr std::array<std::string_view, 96> kCommonPasswords{
    "123456789012",  "1234567890",  "12345678",     "123123123", "1q2w3e4r5t6y",  "1q2w3e4r",    "1qaz2wsx3edc",
    "1qaz2wsx",      "qwertyuiop",  "qwerty123456", "qwerty123", "qwerty",        "asdfghjkl",   "zxcvbnm",
    "password1234",  "password123", "password",     "passw0rd",  "p@ssw0rd",      "p@ssword",    "mypassword",
    "newpassword",   "letmein",     "welcome123",   "welcome",   "administrator", "admin123456", "admin123",
    "admin888",      "adminadmin",  "changeme",     "default",   "superuser",     "superman",    "batman",
    "iloveyou",      "princess",    "sunshine",     "football",  "baseball",      "basketball",  "monkey",
    "dragon",        "master",      "shadow",       "michael",   "jennifer",      "charlie",     "computer",
    "internet",      "whatever",    "trustno1",     "starwars",  "pokemon",       "liverpool",   "chelsea",
    "woaini1314520", "woaini1314",  "woaini520",    "woaini",    "5201314520",    "5201314",     "1314520",
    "a123456789",    "aa123456789", "a1b2c3d4e5f6", "a1b2c3d4",  "abc123456789",  "abc123456",   "abcd1234",
    "abcdefghijkl",  "abcdefgh",    "qazwsxedc",    "qazwsx",    "147258369",     "159357",      "789456123",
    "987654321",     "0987654321",  "111111111111", "11111111",  "00000000",      "88888888",    "66666666",
    "zhongguo",      "zhangwei",    "nihao123",     "nihaoma",   "mima123",       "mimamima",    "kefu123",
    "test1234",      "testtest",    "secret",       "freedom",   "hello123"};

}  // namespace frontdesk::desk
