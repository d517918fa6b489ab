#include "corpus.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "corpus_words.h"
#include "mail_source.h"
#include "mime/parts/transfer_encoding.h"
#include "text/charset.h"
#include "text/unicode.h"

#include "frontdesk/json.h"

namespace frontdesk::mailgen {
namespace {

constexpr Charset kSimplifiedCharsets[] = {
    {"UTF-8", "utf-8"}, {"utf-8", "utf-8"}, {"GB18030", "gb18030"}, {"GBK", "gb18030"}, {"gb2312", "gb18030"}};
constexpr Charset kBig5{"big5", "Big5-HKSCS"};
constexpr Charset kJapanese{"ISO-2022-JP", "ISO-2022-JP"};
constexpr Charset kAscii{"us-ascii", "us-ascii"};

struct Style {
  const Language* language;
  Charset charset;
};

Style pick_style(Dice& dice) {
  const std::size_t roll = dice.between(0, 99);
  if (roll < 58) return {&simplified(), dice.pick(kSimplifiedCharsets)};
  if (roll < 70) return {&traditional(), kBig5};
  if (roll < 73) return {&japanese(), kJapanese};
  return {&english(), dice.chance(0.5) ? kAscii : kSimplifiedCharsets[0]};
}

/// 110101 + birth date + serial + check digit of GB 11643; the person does not exist.
std::string invented_id_card(Dice& dice) {
  static constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  std::string id = "110101" + std::to_string(dice.between(1950, 2004));
  for (const std::size_t part : {dice.between(1, 12), dice.between(1, 28)}) {
    id += (part < 10 ? "0" : "") + std::to_string(part);
  }
  id += std::to_string(dice.between(100, 999));
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += kWeights.at(i) * (id[i] - '0');
  return id + "10X98765432"[sum % 11];
}

void plant_personal_data(Dice& dice, const Language& language, Truth& truth, std::string& text) {
  if (!dice.chance(0.33)) return;
  text += std::string(language.contact) + "\n";
  truth.phones.push_back("1380013" + std::to_string(dice.between(1000, 9999)));
  text += "TEL " + truth.phones.back() + "\n";
  if (dice.chance(0.5)) {
    truth.emails.push_back("customer" + std::to_string(dice.between(1, 99999)) + "@example.com");
    text += "E-mail " + truth.emails.back() + "\n";
  }
  if (dice.chance(0.3)) {
    truth.id_cards.push_back(invented_id_card(dice));
    text += "ID " + truth.id_cards.back() + "\n";
  }
}

std::string sentences(Dice& dice, const Language& language, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += dice.pick(language.sentences);
    out += i % 3 == 2 || i + 1 == count ? "\n" : " ";
  }
  return out;
}

std::string quoted_reply(Dice& dice, const Language& language) {
  std::string out = "\nOn Fri, 15 Mar 2024 at 10:30, Support <support@example.com> wrote:\n";
  const std::size_t lines = dice.between(2, 8);
  for (std::size_t i = 0; i < lines; ++i) out += "> " + std::string(dice.pick(language.sentences)) + "\n";
  return out;
}

std::string html_of(const std::string& text) {
  std::string out = "<html><body>";
  for (const char c : text) out += c == '\n' ? "<br>\n" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  return out + "</body></html>";
}

std::string file_name_parameters(Dice& dice, const std::string& name, const Charset& charset) {
  if (email::is_ascii(name)) return "; filename=\"" + name + "\"";
  if (dice.chance(0.5)) {
    return rfc2231("filename", email::encode_text(name, charset.converter), charset.label, dice.between(5, 40));
  }
  return ";\r\n filename=\"" + encoded_words(name, charset, true) + "\"";
}

std::string attachment_part(Dice& dice, const Style& style, Truth& truth) {
  TruthAttachment attachment{std::string(dice.pick(style.language->file_names)), dice.spread(5000, 200'000)};
  std::string out = "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n";
  out += "Content-Disposition: attachment" + file_name_parameters(dice, attachment.name, style.charset) + "\r\n\r\n";
  out += email::encode_base64_lines(dice.bytes(attachment.size));
  truth.attachments.push_back(std::move(attachment));
  return out;
}

std::string multipart(std::string_view subtype, const std::string& boundary, const std::vector<std::string>& parts) {
  std::string out = "Content-Type: multipart/" + std::string(subtype) + ";\r\n boundary=\"" + boundary + "\"\r\n\r\n";
  for (const std::string& part : parts) out += "--" + boundary + "\r\n" + part + "\r\n";
  return out + "--" + boundary + "--\r\n";
}

std::string body_of(Dice& dice, const Style& style, Truth& truth) {
  const bool stateful = std::string_view(style.charset.label) == "ISO-2022-JP";
  const Transfer transfer = stateful ? Transfer::kPlain : static_cast<Transfer>(dice.between(0, 2));
  std::string body = text_part("plain", truth.text + "\n", style.charset, transfer);
  if (dice.chance(0.30)) {
    const std::string html = text_part("html", html_of(truth.text), style.charset, transfer);
    body = multipart("alternative", "alt_" + std::to_string(dice.next()), {std::move(body), html});
  }
  if (!dice.chance(0.15)) return body;
  std::vector<std::string> parts{std::move(body)};
  const std::size_t roll = dice.between(1, 10);
  const std::size_t count = roll <= 7 ? 1 : roll <= 9 ? 2 : 3;
  for (std::size_t i = 0; i < count; ++i) parts.push_back(attachment_part(dice, style, truth));
  return multipart("mixed", "mix_" + std::to_string(dice.next()), parts);
}

std::string trace_headers(Dice& dice) {
  std::string out;
  const std::size_t hops = dice.between(2, 4);
  for (std::size_t i = 0; i < hops; ++i) {
    out += "Received: from mx" + std::to_string(dice.between(1, 99)) + ".example.net (mx.example.net [192.0.2." +
           std::to_string(dice.between(1, 254)) + "])\r\n\tby mail.example.com with ESMTPS id " +
           std::to_string(dice.next()) + "\r\n\tfor <support@example.com>; Fri, 15 Mar 2024 10:30:0" +
           std::to_string(i) + " +0800\r\n";
  }
  out += "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=mail;\r\n\tbh=" +
         email::encode_base64(dice.bytes(32)) +
         ";\r\n\th=From:To:Subject:Date;\r\n\tb=" + email::encode_base64(dice.bytes(120)) + "\r\n";
  return out;
}

std::string header_of(Dice& dice, const Style& style, const Truth& truth) {
  const bool base64 = dice.chance(0.6);
  const auto words = [&](const std::string& text) {
    return email::is_ascii(text) ? text : encoded_words(text, style.charset, base64);
  };
  std::string out = trace_headers(dice);
  out += "From: " + words(truth.from_name) + "\r\n <" + truth.from_address + ">\r\n";
  out += "To: support@example.com\r\nSubject: " + words(truth.subject) + "\r\n";
  out += "Date: Fri, 15 Mar 2024 10:" + std::to_string(dice.between(10, 59)) + ":00 +0800\r\n";
  out += "Message-ID: <" + truth.message_id + ">\r\n";
  if (!truth.in_reply_to.empty()) {
    out += "In-Reply-To: <" + truth.in_reply_to + ">\r\nReferences: <" + truth.in_reply_to + ">\r\n";
  }
  return out + "MIME-Version: 1.0\r\n";
}

void write_list(json::Writer& out, std::string_view name, const std::vector<std::string>& values) {
  out.key(name).begin_array();
  for (const std::string& value : values) out.value(value);
  out.end_array();
}

}  // namespace

CorpusMail make_corpus_mail(std::uint64_t seed, std::size_t index) {
  Dice dice(seed * 1'000'003 + index);
  const Style style = pick_style(dice);
  const Language& language = *style.language;
  CorpusMail mail;
  Truth& truth = mail.truth;
  truth.charset = style.charset.label;
  truth.message_id = "corpus." + std::to_string(seed) + "." + std::to_string(index) + "@example.com";
  truth.from_name = dice.pick(language.names);
  truth.from_address = "user" + std::to_string(dice.between(1, 5000)) + "@example.com";
  truth.subject = std::string(dice.pick(language.subjects)) + " " + std::to_string(index);
  truth.own_text = sentences(dice, language, dice.spread(3, 40));
  plant_personal_data(dice, language, truth, truth.own_text);
  truth.text = truth.own_text;
  if (dice.chance(0.35)) {
    truth.subject = std::string(language.reply_prefix) + truth.subject;
    truth.in_reply_to = "earlier." + std::to_string(dice.next()) + "@example.com";
    truth.text += quoted_reply(dice, language);
  }
  while (truth.text.ends_with('\n')) truth.text.pop_back();
  while (truth.own_text.ends_with('\n')) truth.own_text.pop_back();
  const std::string body = body_of(dice, style, truth);
  mail.raw = header_of(dice, style, truth) + body;
  return mail;
}

std::string truth_line(const Truth& truth, const std::string& file) {
  json::Writer out;
  out.begin_object().member("file", file).member("charset", truth.charset).member("message_id", truth.message_id);
  out.member("in_reply_to", truth.in_reply_to).member("from_name", truth.from_name);
  out.member("from_address", truth.from_address).member("subject", truth.subject).member("text", truth.text);
  out.member("own_text", truth.own_text).key("attachments").begin_array();
  for (const TruthAttachment& attachment : truth.attachments) {
    out.begin_object().member("name", attachment.name).member("size", static_cast<std::int64_t>(attachment.size));
    out.end_object();
  }
  out.end_array();
  write_list(out, "phones", truth.phones);
  write_list(out, "emails", truth.emails);
  write_list(out, "id_cards", truth.id_cards);
  return out.end_object().take();
}

}  // namespace frontdesk::mailgen
