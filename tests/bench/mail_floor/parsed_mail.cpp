#include "parsed_mail.h"

#include <gmime/gmime.h>
#include <iconv.h>

#include <array>
#include <memory>

namespace frontdesk::mail_floor {
namespace {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

std::string text_or_empty(const char* text) { return text == nullptr ? "" : text; }

void add_part(GMimeObject*, GMimeObject* part, gpointer into) {
  auto& mail = *static_cast<ParsedMail*>(into);
  if (!GMIME_IS_PART(part)) return;
  if (!GMIME_IS_TEXT_PART(part) || g_mime_part_is_attachment(GMIME_PART(part)) != 0) {
    mail.attachments.push_back(text_or_empty(g_mime_part_get_filename(GMIME_PART(part))));
    return;
  }
  char* const text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
  const bool is_html = g_mime_content_type_is_type(g_mime_object_get_content_type(part), "text", "html") != 0;
  (is_html ? mail.html : mail.text) += text_or_empty(text);
  g_free(text);
}

/// glibc loads and unloads a converter with every iconv_open and iconv_close, for a third of all time, unless somebody
/// holds one open. These are never closed.
bool start() {
  static constexpr std::array kCharsets{"GB18030", "GBK", "GB2312", "BIG5", "BIG5-HKSCS", "ISO-2022-JP"};
  static std::array<iconv_t, kCharsets.size()> held;
  for (std::size_t i = 0; i < held.size(); ++i) held[i] = iconv_open("UTF-8", kCharsets[i]);
  g_mime_init();
  return true;
}

}  // namespace

ParsedMail parse(std::string_view raw) {
  static const bool kReady = start();
  ParsedMail mail;
  if (!kReady) return mail;
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(raw.data(), raw.size()));
  const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  const Owned<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
  if (!message) return mail;
  mail.subject = text_or_empty(g_mime_message_get_subject(message.get()));
  mail.message_id = text_or_empty(g_mime_message_get_message_id(message.get()));
  mail.in_reply_to = text_or_empty(g_mime_object_get_header(GMIME_OBJECT(message.get()), "In-Reply-To"));
  InternetAddressList* const from = g_mime_message_get_from(message.get());
  if (from != nullptr && internet_address_list_length(from) > 0) {
    InternetAddress* const first = internet_address_list_get_address(from, 0);
    mail.from_name = text_or_empty(internet_address_get_name(first));
    if (INTERNET_ADDRESS_IS_MAILBOX(first)) {
      mail.from_address = text_or_empty(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first)));
    }
  }
  g_mime_message_foreach(message.get(), add_part, &mail);
  return mail;
}

}  // namespace frontdesk::mail_floor
