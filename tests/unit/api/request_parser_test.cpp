#include "api/http/request_parser.h"

#include <gtest/gtest.h>

#include <random>

namespace frontdesk::api {
namespace {

ParsedHead parse(std::string_view bytes) {
  std::size_t scanned = 0;
  return parse_head(bytes, scanned);
}

int refusal(std::string_view bytes) {
  const ParsedHead parsed = parse(bytes);
  return parsed.state == ParsedHead::State::kRefused ? parsed.status : 0;
}

std::string with_fields(std::string_view fields, std::string_view method = "POST") {
  return std::string(method) + " /x HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

TEST(ParseHead, reads_line_fields_and_query) {
  const std::string bytes = "GET /a%20b/c?limit=5&q=%E9%80%80 HTTP/1.1\r\nHost: shop.test\r\nX-Two:  v \r\n\r\nrest";
  const ParsedHead parsed = parse(bytes);
  ASSERT_EQ(parsed.state, ParsedHead::State::kReady);
  EXPECT_EQ(parsed.head.method, Method::kGet);
  EXPECT_EQ(parsed.head.path, "/a b/c");
  EXPECT_EQ(parsed.head.parameter("limit"), "5");
  EXPECT_EQ(parsed.head.parameter("q"), "退");
  EXPECT_EQ(parsed.head.field("x-two"), "v");
  EXPECT_TRUE(parsed.keep_alive);
  EXPECT_EQ(bytes.substr(parsed.consumed), "rest");
}

TEST(ParseHead, needs_more_until_the_empty_line) {
  const std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  std::size_t scanned = 0;
  for (std::size_t size = 0; size < bytes.size(); ++size)
    ASSERT_EQ(parse_head(bytes.substr(0, size), scanned).state, ParsedHead::State::kNeedMore) << size;
  EXPECT_EQ(parse_head(bytes, scanned).state, ParsedHead::State::kReady);
}

TEST(ParseHead, refuses_what_two_parsers_could_read_differently) {
  EXPECT_EQ(refusal(with_fields("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("Content-Length: 3\r\nContent-Length: 3\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("Content-Length: 3, 3\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("Content-Length: +3\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("Content-Length: -1\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("Content-Length: 0x10\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("Content-Length: 99999999999999999999\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("Transfer-Encoding: gzip, chunked\r\n")), 501);
  EXPECT_EQ(refusal(with_fields("Transfer-Encoding: xchunked\r\n")), 501);
  EXPECT_EQ(refusal("POST /x HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\nHost: a\n\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n"), 400);
  EXPECT_EQ(refusal(with_fields(" folded: x\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("X : y\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("nocolon\r\n")), 400);
  EXPECT_EQ(refusal(with_fields(std::string("X: a\0b\r\n", 8))), 400);
  EXPECT_EQ(refusal(with_fields("Host: b\r\n")), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\n\r\n"), 400);
  for (const char* line :
       {"GET / HTTP/1.1 x", "GET  / HTTP/1.1", "GET /  HTTP/1.1", " GET / HTTP/1.1", "GET\t/ HTTP/1.1",
        "GET /\tHTTP/1.1", "GET / HTTP/1.1 ", "GET /", "GET\r\n/ HTTP/1.1", "\r\nGET / HTTP/1.1"})
    EXPECT_EQ(refusal(std::string(line) + "\r\nHost: a\r\n\r\n"), 400) << line;
  EXPECT_EQ(refusal(with_fields(": x\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("X: a\r\n\tfolded\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("Content-Length: \v3\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("X\x1a: y\r\n")), 400);
}

// Words encoded as in mail are decoded by some parsers; here they are what they are.
TEST(ParseHead, leaves_encoded_words_as_they_are) {
  EXPECT_EQ(refusal(with_fields("Transfer-Encoding: =?us-ascii?Q?chunked?=\r\n")), 501);
  EXPECT_EQ(refusal(with_fields("Transfer-Encoding: =?chunked\r\n")), 501);
  EXPECT_EQ(refusal(with_fields("Content-Length: =?us-ascii?Q?5?=\r\n")), 400);
  const std::string word = "=?utf-8?B?DQpYOiB5?= a=? =?utf-8?Z?x?= =?";
  EXPECT_EQ(parse(with_fields("X-Word: " + word + "\r\nReferer: http://a/?q=?\r\n")).head.field("x-word"), word);
  EXPECT_EQ(parse(with_fields("Referer: http://a/?q=?\r\n")).head.field("referer"), "http://a/?q=?");
  const std::string path = "GET /x?a=?utf-8?Q?b?= HTTP/1.1\r\nHost: a\r\n\r\n";
  EXPECT_EQ(parse(path).head.query, "a=?utf-8?Q?b?=");
}

TEST(ParseHead, refuses_paths_that_could_leave_the_root) {
  for (const char* path :
       {"//", "/a//b", "/..", "/../x", "/a/../b", "/.%2e/x", "/%2e%2e/x", "/..%2fx", "/a%2Fb", "/%00", "/a%0d%0a",
        "/a\\..\\b", "/%c0%ae%c0%ae/", "/%zz", "/%4", "x", "*", "http://a/b", "/a#b"}) {
    EXPECT_EQ(refusal(std::string("GET ") + path + " HTTP/1.1\r\nHost: a\r\n\r\n"), 400) << path;
  }
}

TEST(ParseHead, names_the_limit_that_was_passed) {
  EXPECT_EQ(refusal("GET /" + std::string(16'384, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"), 414);
  EXPECT_EQ(refusal("GET /" + std::string(16'384, 'a')), 414);
  EXPECT_EQ(refusal(with_fields("X: " + std::string(9'000, 'a') + "\r\n")), 431);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nX: " + std::string(9'000, 'a')), 431);
  std::string many;
  for (int i = 0; i < 101; ++i) many += "a: b\r\n";
  EXPECT_EQ(refusal(with_fields(many)), 431);
  EXPECT_EQ(refusal("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
  EXPECT_EQ(refusal("GET / FTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refusal(with_fields("Expect: 200-ok\r\n")), 417);
}

TEST(ParseHead, knows_who_wants_to_go_on) {
  EXPECT_FALSE(parse(with_fields("Connection: close\r\n")).keep_alive);
  EXPECT_FALSE(parse("GET / HTTP/1.0\r\n\r\n").keep_alive);
  EXPECT_TRUE(parse("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keep_alive);
}

TEST(BodyReader, takes_exactly_the_length) {
  BodyReader reader({false, 5}, 10);
  EXPECT_EQ(reader.feed("hel"), 3U);
  EXPECT_EQ(reader.state(), BodyReader::State::kNeedMore);
  EXPECT_EQ(reader.feed("loGET /"), 2U);
  EXPECT_EQ(reader.state(), BodyReader::State::kReady);
  EXPECT_EQ(reader.take(), "hello");
}

TEST(BodyReader, refuses_a_length_beyond_the_limit_at_once) {
  const BodyReader reader({false, 11}, 10);
  EXPECT_EQ(reader.state(), BodyReader::State::kRefused);
  EXPECT_EQ(reader.status(), 413);
}

TEST(BodyReader, joins_chunks_however_they_are_cut) {
  const std::string bytes = "3\r\nabc\r\n0A\r\n0123456789\r\n0\r\n\r\nnext";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    BodyReader reader({true, 0}, 100);
    std::size_t at = 0;
    while (reader.state() == BodyReader::State::kNeedMore && at < bytes.size())
      at += reader.feed(std::string_view(bytes).substr(at, step));
    ASSERT_EQ(reader.state(), BodyReader::State::kReady) << step;
    EXPECT_EQ(reader.take(), "abc0123456789");
    EXPECT_EQ(bytes.substr(at), "next");
  }
}

TEST(BodyReader, refuses_odd_chunks) {
  for (const char* bytes : {"3;x=y\r\nabc\r\n", "g\r\n", "\r\n", "-1\r\n", "0x3\r\n", "3\nabc", "3\r\nabcd\r\n",
                            "000000001\r\n", "0\r\nTrailer: x\r\n\r\n", " 3\r\n"}) {
    BodyReader reader({true, 0}, 100);
    reader.feed(bytes);
    EXPECT_EQ(reader.state(), BodyReader::State::kRefused) << bytes;
    EXPECT_EQ(reader.status(), 400) << bytes;
  }
  BodyReader reader({true, 0}, 100);
  reader.feed("ffffffff\r\n");
  EXPECT_EQ(reader.status(), 413);
}

// Property: any bytes, cut anywhere, lead to a decision without reading outside and always the same one.
TEST(ParseHead, random_bytes_are_decided_the_same_whole_and_cut) {
  std::mt19937 random(20240315);
  const std::string alphabet = "GET /%2e.HTTP1:\r\n\t aContent-Length0chunked";
  for (int round = 0; round < 5'000; ++round) {
    std::string bytes = round % 2 == 0 ? "GET / HTTP/1.1\r\n" : "";
    const std::size_t size = random() % 80;
    for (std::size_t i = 0; i < size; ++i) bytes.push_back(alphabet[random() % alphabet.size()]);
    bytes += "\r\n\r\n";
    const ParsedHead whole = parse(bytes);
    std::size_t scanned = 0;
    ParsedHead cut;
    for (std::size_t seen = 1; seen <= bytes.size() && cut.state == ParsedHead::State::kNeedMore; ++seen)
      cut = parse_head(std::string_view(bytes).substr(0, seen), scanned);
    ASSERT_EQ(whole.state, cut.state) << bytes;
    ASSERT_EQ(whole.consumed, cut.consumed);
  }
}

}  // namespace
}  // namespace frontdesk::api
