#include "plugin/sender.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <new>
#include <optional>
#include <variant>

#include "mime/judging/thread_token.h"
#include "mime/mail_address.h"
#include "reading/content_key.h"

namespace frontdesk::email {
namespace {

using sdk::Error;
using sdk::Result;
using sdk::Status;

bool is_id_text(const std::string& key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '<' && c != '>';
  });
}

// What may stand between < and > of Message-ID, In-Reply-To and References.
bool is_message_id(const std::string& key) { return key.find('@') != std::string::npos && is_id_text(key); }

// The desk names a message "T1.2.a1b2" and knows "T1.2.a1b2@…" for the same: a bounce is recognised even when it comes
// before the desk has heard that the mail was sent.
std::string message_id_of(const sdk::Outbound& message, const std::string& domain) {
  const std::string& key = message.message_key;
  if (is_message_id(key)) return key;
  return (is_id_text(key) ? key : sha256_hex(message.idempotency_key).substr(0, 32)) + "@" + domain;
}

bool is_subject_tag(const std::string& token) {
  return !token.empty() && token.size() <= 32 && std::all_of(token.begin(), token.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
  });
}

// As servers take it; what cannot be written stays as it is, and is refused with the reason.
std::string writable(const std::string& address) { return writable_address(address).value_or(address); }

// 1 min, 5 min, 30 min, 2 h, 6 h: the usual patience with a mail server that says "not now".
std::chrono::nanoseconds pause_after_attempt(std::uint32_t attempt) {
  using std::chrono::minutes;
  constexpr std::array kPauses{minutes(1), minutes(5), minutes(30), minutes(120), minutes(360)};
  return kPauses[std::min<std::size_t>(attempt > 0 ? attempt - 1 : 0, kPauses.size() - 1)];
}

std::string reply_text(const smtp::Reply& reply) {
  if (reply.code == 0) return reply.text;
  return "the server said: " + std::to_string(reply.code) + " " + net::presentable(reply.text);
}

Error error_of(const smtp::Delivery& delivery, std::uint32_t attempt) {
  const std::string text = reply_text(delivery.reply);
  const std::string code = delivery.failure ? net::to_text(*delivery.failure) : std::string("smtp_refused");
  switch (delivery.ending) {
    case smtp::Ending::kSent: break;
    case smtp::Ending::kPermanent: return {Status::kRejected, "smtp_refused", "The mail was refused; " + text};
    case smtp::Ending::kTemporary:
      return {Status::kRetry, code, "The mail could not be sent now; " + text, {}, pause_after_attempt(attempt)};
    case smtp::Ending::kAuth: return {Status::kAuth, "smtp_not_allowed", "The server does not let us send; " + text};
    case smtp::Ending::kUnknown:
      return {Status::kUnknownOutcome, "smtp_reply_lost",
              "The mail was handed over but the server's answer was lost; " + text};
    case smtp::Ending::kCancelled: return {Status::kCancelled, "cancelled", "Stopped before the mail was sent."};
  }
  return {Status::kInternal, "smtp_ending", "The mail's fate is not understood."};
}

// The host tells how long the sending may take, on its own clock.
net::SteadyClock::time_point wait_until(const sdk::Outbound& message, const sdk::Services& services) {
  if (message.deadline.count() == 0) return net::SteadyClock::time_point::max();
  return net::SteadyClock::now() + (message.deadline - services.clock().monotonic());
}

void report_refused(const sdk::Services& services, const sdk::Outbound& message, const smtp::Delivery& delivery) {
  for (const smtp::RefusedRecipient& refused : delivery.refused) {
    sdk::Item item;
    item.kind = sdk::ItemKind::kReceipt;
    item.dedup_key = "refused:" + sha256_hex(message.idempotency_key + '\n' + refused.address);
    item.author = {"mail-server", "", "", sdk::AuthorRole::kRobot};
    item.received_at = services.clock().now();
    item.automatic = true;
    item.receipt = sdk::Receipt{sdk::ReceiptStatus::kFailed, message.message_key, net::presentable(refused.reply.text),
                                refused.reply.enhanced, refused.address};
    if (auto done = services.inbox().submit(item); !done) services.metrics().count("receipts_not_taken");
  }
}

}  // namespace

std::string envelope_sender(const sdk::Outbound& message, const Settings& settings) {
  if (message.automatic) return {};  // RFC 3834 section 3.3
  const std::string address = writable(settings.address);
  if (!settings.plus_addressing || message.thread_token.empty()) return address;
  std::string marked = with_token(address, message.thread_token);
  return token_of_address(marked) ? marked : address;
}

OutgoingMail outgoing_mail(const sdk::Outbound& message, const Settings& settings, const std::string& loop_id,
                           std::int64_t now) {
  OutgoingMail mail;
  const std::string address = writable(settings.address);
  mail.from = {address, settings.display_name};
  for (const sdk::Recipient& recipient : message.recipients) {
    const Address one{writable(recipient.address), recipient.display};
    if (recipient.role == sdk::RecipientRole::kTo) mail.to.push_back(one);
    if (recipient.role == sdk::RecipientRole::kCc) mail.cc.push_back(one);
  }
  mail.subject = message.subject;
  if (!message.thread_token.empty() && settings.plus_addressing) {
    mail.reply_to = Address{with_token(address, message.thread_token), settings.display_name};
  } else if (is_subject_tag(message.thread_token) && !subject_tag(message.subject)) {
    mail.subject += " " + subject_tag_text(message.thread_token);
  }
  const std::string domain = address.substr(address.rfind('@') + 1);
  mail.message_id = message_id_of(message, domain);
  if (is_message_id(message.reply_to_key)) mail.in_reply_to = message.reply_to_key;
  std::copy_if(message.parent_keys.begin(), message.parent_keys.end(), std::back_inserter(mail.references),
               is_message_id);
  if (mail.references.empty() && !mail.in_reply_to.empty()) mail.references = {mail.in_reply_to};
  mail.date = std::chrono::floor<std::chrono::seconds>(
      std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(now)));
  if (message.automatic) {
    mail.auto_submitted = mail.in_reply_to.empty() ? AutoSubmitted::kGenerated : AutoSubmitted::kReplied;
  }
  mail.loop_id = loop_id;
  mail.text = message.text;
  mail.html = message.html;
  for (const sdk::Attachment& attachment : message.attachments) {
    mail.attachments.push_back({attachment.name, attachment.mime.empty() ? "application/octet-stream" : attachment.mime,
                                attachment.data, attachment.is_inline ? attachment.content_id : std::string()});
  }
  return mail;
}

namespace {

/// What takes memory in the size of the mail happens before its content is handed over.
Error out_of_memory() {
  return {Status::kRetry,
          "out_of_memory",
          "There was no memory for a mail of this size just now; it was not sent.",
          {},
          std::chrono::minutes(1)};
}

Result<sdk::SendResult> send_composed(Account& account, const SendingWays& ways, const sdk::Services& services,
                                      const sdk::Outbound& message, const std::string& loop_id, bool& handed_over);

}  // namespace

Result<sdk::SendResult> send_mail(Account& account, const SendingWays& ways, const sdk::Services& services,
                                  const sdk::Outbound& message, const std::string& loop_id) {
  bool handed_over = false;
  try {
    return send_composed(account, ways, services, message, loop_id, handed_over);
  } catch (const std::bad_alloc&) {
    ways.line.close();  // whatever it was about to say
    if (!handed_over) return out_of_memory();
    return Error{Status::kUnknownOutcome, "out_of_memory", "There was no memory to hear what the server answered."};
  }
}

namespace {

Result<sdk::SendResult> send_composed(Account& account, const SendingWays& ways, const sdk::Services& services,
                                      const sdk::Outbound& message, const std::string& loop_id, bool& handed_over) {
  const OutgoingMail mail = outgoing_mail(message, account.settings(), loop_id, services.clock().now());
  const ComposedMail composed = compose_mail(mail);
  if (const auto* refused = std::get_if<Refused>(&composed)) {
    return Error{Status::kRejected, "mail_not_composed", "The mail cannot be written: " + refused->reason};
  }
  smtp::Envelope envelope;
  envelope.sender = envelope_sender(message, account.settings());
  for (const sdk::Recipient& recipient : message.recipients) envelope.recipients.push_back(writable(recipient.address));
  envelope.envelope_id = sha256_hex(message.idempotency_key).substr(0, 32);
  envelope.needs_utf8 = needs_smtputf8(mail);
  envelope.content = std::get<std::string>(composed);
  envelope.handed_over = &handed_over;
  envelope.may_hand_over = [&] { return services.outbox().hand_over(message.idempotency_key).ok(); };

  const auto until = wait_until(message, services);
  const auto open = [&](net::SteadyClock::time_point no_later) {
    return account.open_smtp(services.cancel().descriptor(), nullptr, no_later);
  };
  auto delivery = ways.line.send(envelope, until, open);
  // Some submission servers insist on the account's very address. What refuses the content is another matter, and the
  // content is handed over once.
  const bool refuses_sender = delivery && delivery->decided == smtp::Decided::kSender &&
                              (delivery->ending == smtp::Ending::kPermanent || delivery->ending == smtp::Ending::kAuth);
  if (refuses_sender && envelope.sender != mail.from.address) {
    envelope.sender = mail.from.address;
    delivery = ways.line.send(envelope, until, open);
  }
  if (!delivery) {
    Error error = to_error(delivery.failure());
    if (error.status == Status::kRetry) error.retry_after = pause_after_attempt(message.attempt);
    return error;
  }
  if (delivery->ending != smtp::Ending::kSent) return error_of(*delivery, message.attempt);
  report_refused(services, message, *delivery);
  ways.copies.keep(envelope.content);
  return sdk::SendResult{sdk::Delivery::kAccepted, mail.message_id, services.clock().now()};
}

}  // namespace

}  // namespace frontdesk::email
