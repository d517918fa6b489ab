// The whole mail reader over any bytes. Seeds: the files of hostile_mail_generator.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mime/judging/automatic.h"
#include "mime/judging/thread_token.h"
#include "mime/mail_reader.h"
#include "mime/parts/type.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace frontdesk::email;
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  const ReadMail read = read_mail(raw, {.max_decoded_bytes = 1U << 20, .authserv_id = "mx.example.com"});
  if (const auto* mail = std::get_if<Mail>(&read)) {
    (void)automatic_reason(*mail, {});
    (void)address_tokens(*mail);
    (void)subject_tag(mail->subject);
    for (const Attachment& file : mail->attachments) (void)is_unsafe_file(file.bytes, file.name, file.mime);
  }
  return 0;
}
