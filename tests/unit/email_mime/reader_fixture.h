// Reads a mail in a test and fails loudly when it is unreadable.
#pragma once

#include <algorithm>
#include <string_view>

#include <gtest/gtest.h>

#include "mime/mail_reader.h"

namespace frontdesk::email {

inline Mail read_or_fail(std::string_view raw, const Limits& limits = {}) {
  ReadMail read = read_mail(raw, limits);
  if (const auto* unreadable = std::get_if<Unreadable>(&read)) {
    ADD_FAILURE() << "unreadable: " << unreadable->reason;
    return {};
  }
  return std::get<Mail>(std::move(read));
}

inline bool has_problem(const Mail& mail, Problem problem) {
  return std::find(mail.problems.begin(), mail.problems.end(), problem) != mail.problems.end();
}

}  // namespace frontdesk::email
