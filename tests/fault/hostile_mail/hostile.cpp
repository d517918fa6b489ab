#include "hostile.h"

#include "hostile_parts.h"

namespace frontdesk::mailgen {

void HostileList::add(std::string name, std::string note, std::string_view rest) {
  const std::size_t number = mails_.size();
  std::string raw =
      "From: Hostile Tester <tester" + std::to_string(number) + "@example.com>\r\nTo: support@example.com\r\n";
  if (number % 2 == 0) raw += "Message-ID: <hostile." + std::to_string(dice_.next()) + "@example.com>\r\n";
  if (number % 3 == 0) raw += "Date: Fri, 15 Mar 2024 10:30:00 +0800\r\n";
  if (number % 5 != 0) raw += "MIME-Version: 1.0\r\n";
  if (rest.find("ubject:") == std::string_view::npos) raw += "Subject: hostile " + name + "\r\n";
  raw += rest;
  mails_.push_back({std::move(name), std::move(note), std::move(raw)});
}

void HostileList::add_raw(std::string name, std::string note, std::string raw) {
  mails_.push_back({std::move(name), std::move(note), std::move(raw)});
}

std::vector<HostileMail> make_hostile_mails(std::uint64_t seed) {
  HostileList list(seed);
  add_charset_mails(list);
  add_structure_mails(list);
  add_header_mails(list);
  add_attachment_mails(list);
  add_html_mails(list);
  return list.take();
}

}  // namespace frontdesk::mailgen
