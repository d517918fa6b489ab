// Frames and messages: round trips, truncation at every byte, hostile lengths.
#include "item/rules.h"
#include "wire/descriptor.h"
#include "wire/frame.h"
#include "wire/messages.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cstring>
#include <random>

namespace frontdesk::wire {
namespace {

using Next = FrameDecoder::Next;

sdk::Item full_item() {
  sdk::Item item;
  item.kind = sdk::ItemKind::kReceipt;
  item.direction = sdk::Direction::kOutbound;
  item.dedup_key = "key-1";
  item.conversation_key = "conversation";
  item.message_key = "m1@example.com";
  item.thread_token = "T12.abc";
  item.parent_keys = {"p1@example.com", "p2@example.com"};
  item.author = {"u1", "a@example.com", "张三", sdk::AuthorRole::kStaff};
  item.sent_at = 1700000000000000;
  item.received_at = 1700000000000001;
  item.subject = "退货 \"申请\"\n";
  item.language = "zh-CN";
  item.parts = {{sdk::PartRole::kBody, "text/plain", "您好"}, {sdk::PartRole::kHtml, "text/html", "<p>您好</p>"}};
  item.attachments = {{"发票.pdf", "application/pdf", "c1", true, std::string("\0\xff%PDF", 6), "", 0},
                      {"later.bin", "application/octet-stream", "", false, "", "ref-9", 77}};
  item.refs = {{"order", "P20240315001"}};
  item.receipt = sdk::Receipt{sdk::ReceiptStatus::kDelayed, "m0@example.com", "450 later", "4.2.1", "b@example.com"};
  item.raw = std::string("raw\0bytes", 9);
  item.attributes = R"({"a":1})";
  item.revision = 3;
  item.automatic = item.no_reply = item.truncated = item.historical = item.unreadable = true;
  item.unreadable_reason = "why";
  return item;
}

Submit full_submit() { return {{full_item(), sdk::Item{}}, "cursor", {{"k", "v"}, {"gone", std::nullopt}}}; }

std::string bytes_of(const Frame& frame) {
  PackedFrame packed = pack(frame).value();
  std::string bytes = packed.bytes();
  while (packed.advance()) bytes += packed.bytes();
  return bytes;
}

template <class Message>
void expect_round_trip(const Message& message) {
  const Frame frame = encode(message, 42);
  const auto back = decode<Message>(frame);
  ASSERT_TRUE(back.value) << back.error;
  const Frame again = encode(*back.value, 42);
  EXPECT_EQ(again.header, frame.header);
  EXPECT_EQ(again.tail, frame.tail);
  EXPECT_EQ(again.type, static_cast<std::uint16_t>(Message::kType));
}

TEST(Wire, every_message_survives_a_round_trip) {
  const Verdict verdict{sdk::Status::kRateLimited, "slow", "Slow down.", "429", std::chrono::seconds(30)};
  expect_round_trip(Hello{1, 0, 1, 77, "id", "1.0", "aa", "bb", "{}", 7, true});
  expect_round_trip(HelloAck{1, "i1", 1, {3, 4}, 5});
  expect_round_trip(Failed{"load", "no"});
  expect_round_trip(Done{verdict});
  expect_round_trip(Open{"{}", "c", 3, {{"k", std::string("\0v", 2)}}});
  expect_round_trip(Close{});
  expect_round_trip(Check{"{}"});
  expect_round_trip(CheckStep{{sdk::Status::kAuth, "login", "No."}});
  expect_round_trip(Poll{"c", 1, 2, std::chrono::seconds(3)});
  expect_round_trip(PollDone{verdict, true, std::chrono::seconds(1)});
  expect_round_trip(wire::Run{"c"});
  expect_round_trip(Cancel{9});
  expect_round_trip(full_submit());
  expect_round_trip(SubmitReply{verdict, {{sdk::Outcome::kConflict, "differs"}, {}}, {0, 0}});
  expect_round_trip(Credit{{1, 2}});
  Send send;
  send.message = {"k",
                  "m",
                  "c",
                  "r",
                  {"p"},
                  {{sdk::RecipientRole::kCc, "a@example.com", "甲"}},
                  "s",
                  "text",
                  "<p>",
                  {{"n", "m", "", false, "data", "", 0}},
                  "T1",
                  "{}",
                  2,
                  true,
                  sdk::Monotonic(5)};
  expect_round_trip(send);
  expect_round_trip(LookupSend{"k", "m"});
  expect_round_trip(SendReply{verdict, {sdk::Delivery::kDelivered, "r", 8}});
  expect_round_trip(FetchAttachment{"ref"});
  expect_round_trip(FetchReply{{}, "content"});
  expect_round_trip(HttpCall{{"POST", "/", "a=b", {{"h", "v"}}, "body", "192.0.2.1", 4}});
  expect_round_trip(HttpReply{{}, {404, {{"h", "v"}}, "body"}});
  expect_round_trip(SecretGet{"imap.password"});
  expect_round_trip(SecretValue{true, "s"});
  expect_round_trip(SecretPut{"p", "s"});
  expect_round_trip(HandOver{"reply-1"});
  expect_round_trip(Log{3, "text", "{}", 5, 6, true});
  expect_round_trip(Health{2, "code", "text"});
  expect_round_trip(Metrics{{{"n", true, 1.5}}});
  expect_round_trip(Ping{});
  expect_round_trip(Pong{std::chrono::seconds(1), std::chrono::seconds(2), "poll", 3});
}

TEST(Wire, item_keeps_every_member) {
  const auto back = decode<Submit>(encode(full_submit()));
  ASSERT_TRUE(back.value) << back.error;
  const sdk::Item& item = back.value->items.at(0);
  const sdk::Item told = full_item();
  EXPECT_EQ(item.parent_keys, told.parent_keys);
  EXPECT_EQ(item.subject, told.subject);
  EXPECT_EQ(item.parts.at(1).text, told.parts.at(1).text);
  EXPECT_EQ(item.attachments.at(0).data, told.attachments.at(0).data);
  EXPECT_EQ(item.attachments.at(1).ref, "ref-9");
  EXPECT_EQ(item.attachments.at(1).size, 77U);
  EXPECT_EQ(item.receipt->diagnostic, "450 later");
  EXPECT_EQ(item.raw, told.raw);
  EXPECT_EQ(item.author.role, sdk::AuthorRole::kStaff);
  EXPECT_TRUE(item.historical);
  EXPECT_FALSE(back.value->state.at(1).value);
}

/// Written before items had one description: a host and a daemon of two builds understand each other.
TEST(Wire, items_and_messages_look_as_they_always_did) {
  sdk::Item item = full_item();
  item.author.display = "Li";
  item.subject = "Return";
  item.parts = {{sdk::PartRole::kBody, "text/plain", "hello"}, {sdk::PartRole::kHtml, "text/html", "<p>hello</p>"}};
  item.attachments[0].name = "a.pdf";
  item.attachments[0].data = "PDF";
  item.raw = "raw bytes";
  const Frame submit = encode(Submit{{item, sdk::Item{}}, "cursor", {}});
  EXPECT_EQ(submit.header,
            R"w({"items":[{"kind":4,"dir":2,"key":"key-1","conversation":"conversation","message":"m1@example.c)w"
            R"w(om","token":"T12.abc","parents":["p1@example.com","p2@example.com"],"author":"u1","address":"a@)w"
            R"w(example.com","display":"Li","role":2,"sent":1700000000000000,"received":1700000000000001,"subje)w"
            R"w(ct":"Return","language":"zh-CN","parts":[{"r":1,"mime":"text/plain","n":5},{"r":3,"mime":"text/)w"
            R"w(html","n":12}],"attachments":[{"name":"a.pdf","mime":"application/pdf","cid":"c1","inline":true)w"
            R"w(,"n":3},{"name":"later.bin","mime":"application/octet-stream","ref":"ref-9","size":77}],"refs":)w"
            R"w([{"k":"order","v":"P20240315001"}],"receipt":{"status":2,"message":"m0@example.com","diagnostic)w"
            R"w(":"450 later","code":"4.2.1","recipient":"b@example.com"},"raw":9,"attributes":7,"revision":3,")w"
            R"w(automatic":true,"truncated":true,"historical":true,"no_reply":true,"unreadable":true,"reason":")w"
            R"w(why"},{"kind":1,"dir":1,"role":1}],"cursor":6})w");
  EXPECT_EQ(submit.tail, R"(hello<p>hello</p>PDFraw bytes{"a":1}cursor)");
  const Frame send = encode(Send{{"k",
                                  "m",
                                  "c",
                                  "r",
                                  {"p"},
                                  {{sdk::RecipientRole::kCc, "a@b", "A"}},
                                  "s",
                                  "t",
                                  "<p>",
                                  {{"a", "b", "", false, "xyz", "", 3}},
                                  "T",
                                  "{}",
                                  2,
                                  true,
                                  sdk::Monotonic(5)}});
  EXPECT_EQ(send.header,
            R"w({"key":"k","message":"m","conversation":"c","reply_to":"r","parents":["p"],"recipients":[{"role)w"
            R"w(":2,"address":"a@b","display":"A"}],"subject":"s","text":1,"html":3,"attachments":[{"name":"a",)w"
            R"w("mime":"b","size":3,"n":3}],"token":"T","attributes":2,"attempt":2,"automatic":true,"deadline":)w"
            R"w(5})w");
  EXPECT_EQ(send.tail, "t<p>xyz{}");
}

TEST(FrameDecoder, takes_frames_out_byte_by_byte) {
  const std::string bytes = bytes_of(encode(full_submit(), 1)) + bytes_of(encode(Ping{}, 2));
  FrameDecoder decoder;
  std::vector<std::uint64_t> requests;
  for (const char byte : bytes) {
    decoder.feed(std::string_view(&byte, 1));
    for (Frame frame; decoder.next(frame) == Next::kFrame;) requests.push_back(frame.request);
  }
  EXPECT_EQ(requests, (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(decoder.buffered(), 0U);
}

TEST(FrameDecoder, waits_at_every_truncation) {
  const std::string bytes = bytes_of(encode(full_submit(), 1));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    FrameDecoder decoder;
    decoder.feed(std::string_view(bytes).substr(0, size));
    Frame frame;
    ASSERT_EQ(decoder.next(frame), Next::kNeedMore) << size;
  }
}

TEST(FrameDecoder, stays_broken_after_hostile_lengths) {
  const auto with_u32 = [](std::size_t at, std::uint32_t value) {
    std::string bytes = bytes_of(encode(Ping{}, 2));
    std::memcpy(bytes.data() + at, &value, sizeof value);
    return bytes;
  };
  for (const std::uint32_t length : {0U, 15U, 0x100000U, 0xffffffffU}) {
    FrameDecoder decoder;
    decoder.feed(with_u32(0, length));
    Frame frame;
    EXPECT_EQ(decoder.next(frame), Next::kBroken) << length;
    decoder.feed(bytes_of(encode(Ping{}, 2)));
    EXPECT_EQ(decoder.next(frame), Next::kBroken) << length;
  }
  for (const std::uint32_t header : {3U, 0xffffffffU}) {
    FrameDecoder decoder;
    decoder.feed(with_u32(16, header));
    Frame frame;
    EXPECT_EQ(decoder.next(frame), Next::kBroken) << header;
  }
}

/// A message of several frames, each as it goes over the wire.
std::vector<std::string> frames_of_large_message() {
  Frame frame = encode(Ping{}, 2);
  frame.tail.assign(2 * kMaxFrameBytes, 'x');
  PackedFrame packed = pack(frame).value();
  std::vector<std::string> frames = {packed.bytes()};
  while (packed.advance()) frames.push_back(packed.bytes());
  return frames;
}

template <class Number>
void overwrite(std::string& bytes, std::size_t at, Number value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

TEST(FrameDecoder, refuses_other_frames_inside_a_message_of_several) {
  const std::vector<std::string> frames = frames_of_large_message();
  ASSERT_EQ(frames.size(), 4U);
  std::string of_another_request = frames[1];
  overwrite(of_another_request, 8, std::uint64_t{77});
  std::string without_content = frames[1].substr(0, kFramePrefix);
  overwrite(without_content, 0, static_cast<std::uint32_t>(kFramePrefix - 4));
  for (const std::string& stray : {frames[0], bytes_of(encode(Ping{}, 2)), of_another_request, without_content}) {
    FrameDecoder decoder;
    decoder.feed(frames[0] + stray);
    Frame frame;
    EXPECT_EQ(decoder.next(frame), Next::kBroken);
  }
}

TEST(FrameDecoder, refuses_a_piece_of_a_message_that_never_began_or_is_over) {
  const std::vector<std::string> frames = frames_of_large_message();
  Frame frame;
  FrameDecoder never;
  never.feed(frames[1]);
  EXPECT_EQ(never.next(frame), Next::kBroken);
  FrameDecoder over;
  over.feed(frames[0] + frames[1] + frames[2] + frames[2]);
  EXPECT_EQ(over.next(frame), Next::kBroken);
}

TEST(FrameDecoder, refuses_a_message_larger_than_its_limits_before_it_comes) {
  const std::string begin = frames_of_large_message()[0];
  const std::uint64_t most = FrameLimits{}.max_tail_bytes + encode(Ping{}, 2).header.size();
  for (const std::uint64_t told : {std::uint64_t{0}, most + 1, ~std::uint64_t{0}}) {
    std::string bytes = begin;
    overwrite(bytes, kFramePrefix, told);
    FrameDecoder decoder;
    decoder.feed(bytes);
    Frame frame;
    EXPECT_EQ(decoder.next(frame), Next::kBroken) << told;
  }
  for (const std::uint32_t header : {static_cast<std::uint32_t>(FrameLimits{}.max_header_bytes + 1), 0xffffffffU}) {
    std::string bytes = begin;
    overwrite(bytes, 16, header);
    FrameDecoder decoder;
    decoder.feed(bytes);
    Frame frame;
    EXPECT_EQ(decoder.next(frame), Next::kBroken) << header;
  }
}

TEST(Pack, refuses_what_exceeds_the_limits) {
  Frame frame;
  frame.header.assign(FrameLimits{}.max_header_bytes + 1, ' ');
  EXPECT_FALSE(pack(frame));
  frame.header = "{}";
  frame.tail.assign(1025, 'x');
  EXPECT_FALSE(pack(frame, {.max_tail_bytes = 1024}));
}

TEST(Pack, carries_a_header_that_is_larger_than_a_frame) {
  for (const std::size_t header : {kMaxFrameBytes - 28, kMaxFrameBytes - 27, std::size_t{3} << 20}) {
    for (const std::size_t tail : {std::size_t{0}, std::size_t{10}, 2 * kMaxFrameBytes}) {
      Frame frame;
      frame.type = 7;
      frame.request = 9;
      frame.header.assign(header, 'h');
      frame.tail.assign(tail, 't');
      FrameDecoder decoder;
      decoder.feed(bytes_of(frame));
      Frame back;
      ASSERT_EQ(decoder.next(back), Next::kFrame) << decoder.error();
      EXPECT_EQ(back.header, frame.header);
      EXPECT_EQ(back.tail, frame.tail);
    }
  }
}

TEST(Pack, frames_of_a_large_message_are_within_their_size) {
  for (const std::string& frame : frames_of_large_message()) EXPECT_LE(frame.size(), kMaxFrameBytes);
}

TEST(Transfer, descriptors_that_come_along_break_the_stream) {
  int pair[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair), 0);
  const Descriptor ours(pair[0]);
  const Descriptor theirs(pair[1]);
  std::string bytes = bytes_of(encode(Ping{}, 2));
  iovec from{bytes.data(), bytes.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message{};
  message.msg_iov = &from;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  cmsghdr* part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN(sizeof(int));
  const int passed = theirs.get();
  std::memcpy(CMSG_DATA(part), &passed, sizeof passed);
  ASSERT_GT(::sendmsg(ours.get(), &message, MSG_NOSIGNAL), 0);
  FrameDecoder decoder;
  EXPECT_EQ(receive(theirs.get(), decoder), Transfer::kBroken);
}

TEST(Transfer, large_tail_crosses_a_socket) {
  int pair[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair), 0);
  const Descriptor ours(pair[0]);
  const Descriptor theirs(pair[1]);
  FetchReply reply;
  reply.content.assign(5U << 20, 'y');
  FrameSender sender;
  sender.push(*pack(encode(Ping{}, 1)));
  sender.push(*pack(encode(reply, 2)));
  sender.push(*pack(encode(Ping{}, 3)));
  FrameDecoder decoder;
  std::vector<std::size_t> tails;
  while (tails.size() < 3) {
    ASSERT_NE(sender.flush(ours.get()), Transfer::kBroken);
    ASSERT_EQ(receive(theirs.get(), decoder), Transfer::kDone);
    for (Frame frame; decoder.next(frame) == Next::kFrame;) tails.push_back(frame.tail.size());
  }
  EXPECT_EQ(tails, (std::vector<std::size_t>{0, reply.content.size(), 0}));
}

TEST(Transfer, blocked_socket_keeps_what_is_left) {
  int pair[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair), 0);
  const Descriptor ours(pair[0]);
  const Descriptor theirs(pair[1]);
  FetchReply reply;
  reply.content.assign(900000, 'z');
  FrameSender sender;
  for (std::uint64_t i = 0; i < 4; ++i) sender.push(*pack(encode(reply, i)));
  ASSERT_EQ(sender.flush(ours.get()), Transfer::kWouldBlock);
  FrameDecoder decoder;
  std::size_t frames = 0;
  while (frames < 4) {
    ASSERT_EQ(receive(theirs.get(), decoder), Transfer::kDone);
    for (Frame frame; decoder.next(frame) == Next::kFrame;) frames += frame.tail == reply.content ? 1 : 100;
    sender.flush(ours.get());
  }
  EXPECT_EQ(frames, 4U);
  EXPECT_EQ(sender.queued_bytes(), 0U);
}

TEST(Decode, refuses_sizes_beyond_the_tail_and_tails_beyond_the_sizes) {
  Frame frame = encode(FetchReply{{}, "content"});
  frame.tail = "conten";
  EXPECT_FALSE(decode<FetchReply>(frame).value);
  frame.tail = "content!";
  EXPECT_FALSE(decode<FetchReply>(frame).value);
  frame.tail = "content";
  EXPECT_TRUE(decode<FetchReply>(frame).value);
  EXPECT_FALSE(decode<Done>(frame).value);
}

TEST(Decode, survives_random_damage) {
  std::mt19937 random(20240315);
  const Frame good = encode(full_submit());
  for (int round = 0; round < 5000; ++round) {
    Frame frame = good;
    for (int i = 0; i < 3; ++i) frame.header[random() % frame.header.size()] = static_cast<char>(random());
    const auto decoded = decode<Submit>(frame);
    EXPECT_NE(decoded.value.has_value(), !decoded.error.empty());
  }
}

TEST(ItemRules, names_the_broken_rule) {
  sdk::Item item = full_item();
  EXPECT_EQ(item::broken_rule(item), "ref of an attachment: fetching is not supported yet");
  item.attachments[1].ref.clear();
  EXPECT_EQ(item::broken_rule(item), "") << "a mere name is fine";
  item.dedup_key.clear();
  EXPECT_EQ(item::broken_rule(item), "dedup_key is missing");
  item.dedup_key.assign(FDK_MAX_KEY + 1, 'k');
  EXPECT_EQ(item::broken_rule(item), "dedup_key is longer than 200 bytes");
  item = full_item();
  item.attachments.pop_back();
  item.parts[0].text = "\xff";
  EXPECT_EQ(item::broken_rule(item), "text of a part is not clean UTF-8");
  item = full_item();
  item.author.role = static_cast<sdk::AuthorRole>(0);
  EXPECT_EQ(item::broken_rule(item), "author_role is unknown");
  item = full_item();
  item.attachments.pop_back();
  item.receipt.reset();
  EXPECT_EQ(item::broken_rule(item), "a receipt item without a receipt");
}

TEST(ItemRules, clean_text_follows_rfc_3629) {
  for (const char* good : {"", "abc", "您好", "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(item::is_clean_text(good)) << good;
  }
  for (const char* bad : {"\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe6\x82", "\xff"}) {
    EXPECT_FALSE(item::is_clean_text(bad));
  }
  EXPECT_FALSE(item::is_clean_text(std::string_view("a\0b", 3)));
}

}  // namespace
}  // namespace frontdesk::wire
