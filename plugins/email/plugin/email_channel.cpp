#include "plugin/email_channel.h"

#include "plugin/connection_test.h"
#include "plugin/mail_submitter.h"
#include "plugin/sender.h"
#include "reading/content_key.h"
#include "reading/imap_reader.h"
#include "reading/pop3_reader.h"
#include "reading/receiver.h"

namespace frontdesk::email {
namespace {

sdk::Error not_open() { return {sdk::Status::kInternal, "not_open", "The channel is not open."}; }

/// A person waits for the answer, and the host for no longer than a minute; so both servers are given up well within
/// it, and the step that failed can be told: a TLS port that is spoken to without TLS only keeps silent.
constexpr net::Waiting kCheckBounds{.connect = net::Milliseconds(10'000), .silence = net::Milliseconds(10'000)};

}  // namespace

sdk::Result<void> EmailChannel::open(const sdk::OpenRequest& request) {
  auto settings = read_settings(request.config);
  if (!settings) return std::move(settings).error();
  account_ = std::make_unique<Account>(*std::move(settings), services());
  crashes_ = request.crashes;
  line_ = std::make_unique<OutgoingLine>();
  copies_ = std::make_unique<SentCopies>(*account_, services());
  note_ = std::make_unique<HandoverNote>(services(), account_->settings().protocol == Protocol::kImap);
  wanted_ = std::make_unique<WantedAgain>(services(), crashes_);
  // Leaves the machine in a header of every mail: a hash, because the instance's id is nobody's business.
  loop_id_ = sha256_hex("loop\n" + std::string(request.instance_id)).substr(0, 16);
  return {};
}

void EmailChannel::close(sdk::Monotonic) {
  wanted_.reset();
  note_.reset();
  copies_.reset();
  line_.reset();
  account_.reset();
}

sdk::Result<void> EmailChannel::check(std::string_view config, const std::function<void(const sdk::CheckStep&)>& step) {
  auto settings = read_settings(config);
  if (!settings) return std::move(settings).error();
  Account candidate(*std::move(settings), services(), kCheckBounds);
  return test_connection(candidate, services().cancel().descriptor(), step);
}

sdk::Result<void> EmailChannel::run(std::string_view cursor) {
  if (!account_) return not_open();
  MailSubmitter submitter(account_->settings(), services(), loop_id_);
  if (account_->settings().protocol == Protocol::kPop3) {
    Pop3Reader reader(*account_, submitter, *wanted_, services(), cursor, crashes_);
    return receive_until_cancelled(reader, services());
  }
  ImapReader reader(*account_, submitter, *wanted_, services(), cursor, crashes_);
  return receive_until_cancelled(reader, services());
}

sdk::Result<sdk::SendResult> EmailChannel::send(const sdk::Outbound& message) {
  if (!account_) return not_open();
  return send_mail(*account_, {*line_, *copies_, *note_}, services(), message, loop_id_);
}

sdk::Result<sdk::SendResult> EmailChannel::lookup_send(std::string_view idempotency_key, std::string_view message_key) {
  if (!account_) return not_open();
  if (note_->is_certainly_unsent(idempotency_key)) {
    return sdk::Error{sdk::Status::kRejected, "not_handed_over", "No server was given the mail before it was cut off."};
  }
  return look_for_sent(*account_, services(), message_key);
}

}  // namespace frontdesk::email
