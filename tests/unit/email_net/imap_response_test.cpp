#include <gtest/gtest.h>

#include <random>

#include "imap/response.h"
#include "imap/wording.h"
#include "unit/email_net/scripted_server.h"

namespace frontdesk::email::imap {
namespace {

using test::Manner;
using test::ScriptedServer;

net::Outcome<Response> read_one(const std::string& bytes, Manner manner, const ResponseLimits& limits = {}) {
  ScriptedServer server(std::vector<test::Exchange>{{"", bytes}}, manner);
  net::Connection connection = server.connect();
  return read_response(connection, limits);
}

TEST(Response, literal_in_the_middle_is_kept_apart_however_it_arrives) {
  const std::string bytes = "* 1 FETCH (UID 7 BODY[] {12}\r\na\r\n) {3}\r\n\"b FLAGS (\\Seen))\r\n";
  for (const Manner manner : {Manner::kAtOnce, Manner::kByteByByte}) {
    auto response = read_one(bytes, manner);
    ASSERT_TRUE(response);
    const FetchItem item = read_fetch(*response);
    EXPECT_EQ(item.uid, 7U);
    ASSERT_TRUE(item.body);
    EXPECT_EQ(*item.body, "a\r\n) {3}\r\n\"b");
    EXPECT_EQ(item.flags, std::vector<std::string>{"\\Seen"});
  }
}

TEST(Response, announced_size_is_bounded_before_anything_is_read) {
  const ResponseLimits limits{1000, 1000, 4};
  for (const char* size : {"1001", "18446744073709551615", "99999999999999999999999"}) {
    auto response = read_one("* 1 FETCH (BODY[] {" + std::string(size) + "}\r\n", Manner::kAtOnce, limits);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.failure().kind, net::FailureKind::kLimit);
  }
}

TEST(Response, endless_line_and_endless_literals_are_refused) {
  const ResponseLimits limits{1000, 1000, 4};
  auto line = read_one("* " + std::string(5000, 'x'), Manner::kAtOnce, limits);
  ASSERT_FALSE(line);
  EXPECT_EQ(line.failure().kind, net::FailureKind::kLimit);
  std::string many = "* 1 FETCH (";
  for (int i = 0; i < 10; ++i) many += "X {1}\r\na ";
  auto literals = read_one(many, Manner::kAtOnce, limits);
  ASSERT_FALSE(literals);
  EXPECT_EQ(literals.failure().kind, net::FailureKind::kLimit);
}

TEST(Response, words_for_people_announce_no_literal) {
  auto response = read_one("* OK see paragraph {5}\r\n", Manner::kAtOnce);
  ASSERT_TRUE(response);
  EXPECT_TRUE(response->literals.empty());
  EXPECT_EQ(split_status(classify(*response).rest).text, "see paragraph {5}");
}

TEST(Response, is_told_apart_by_kind) {
  Response untagged{"* 23 EXISTS", {}};
  EXPECT_EQ(classify(untagged).number, 23U);
  EXPECT_EQ(classify(untagged).word, "EXISTS");
  Response tagged{"F12 NO [AUTHENTICATIONFAILED] no", {}};
  EXPECT_EQ(classify(tagged).kind, ResponseKind::kTagged);
  EXPECT_EQ(classify(tagged).tag, "F12");
  EXPECT_EQ(split_status(classify(tagged).rest).code, "AUTHENTICATIONFAILED");
  Response more{"+ idling", {}};
  EXPECT_EQ(classify(more).kind, ResponseKind::kContinuation);
  for (const char* odd : {"", "*", "* ", "+", "[", "F1", "* OK [", "* OK []"}) {
    Response response{odd, {}};
    split_status(classify(response).rest);
  }
}

TEST(Fetch, unknown_attributes_of_any_shape_are_passed_over) {
  Response response{
      R"(* 5 FETCH (ENVELOPE ("a" (("x" NIL "\"q" "h")) NIL) BODYSTRUCTURE (("text" "plain" ("c" "u") )"
      R"(NIL NIL "7bit" 1 1) "mixed") UID 9 RFC822.SIZE 44827 INTERNALDATE "17-Jul-1996 02:44:25 -0700"))",
      {}};
  const FetchItem item = read_fetch(response);
  EXPECT_EQ(item.uid, 9U);
  EXPECT_EQ(item.size, 44827U);
  EXPECT_EQ(item.internal_date, 837'596'665'000'000);
}

TEST(Fetch, quoted_body_and_partial_section_are_read) {
  Response response{R"(* 5 FETCH (UID 1 BODY[HEADER.FIELDS (DATE FROM)]<0> "a\"b\\c"))", {}};
  EXPECT_EQ(read_fetch(response).body, "a\"b\\c");
}

TEST(Fetch, random_lines_end_and_never_crash) {
  std::mt19937 random(20240315);
  const std::string alphabet = "* ()[]{}\"\\FETCH UID12BODY~\t\x80";
  for (int round = 0; round < 20'000; ++round) {
    Response response;
    response.line = "* 1 FETCH (";
    const std::size_t length = random() % 60;
    for (std::size_t i = 0; i < length; ++i) response.line += alphabet[random() % alphabet.size()];
    if (random() % 2 == 0) response.literals.push_back({random() % (response.line.size() + 1), "literal"});
    read_fetch(response);
    Tokenizer tokens(response);
    std::size_t count = 0;
    while (tokens.next().kind != TokenKind::kEnd) ++count;
    EXPECT_LE(count, response.line.size() + 1);
  }
}

TEST(InternalDate, reads_zones_and_refuses_nonsense) {
  EXPECT_EQ(parse_internal_date("15-Mar-2024 14:30:00 +0800"), 1'710'484'200'000'000);
  EXPECT_EQ(parse_internal_date(" 5-Mar-2024 00:00:00 +0000"), 1'709'596'800'000'000);
  EXPECT_EQ(parse_internal_date("5-Mar-2024 00:00:00 +0000"), 1'709'596'800'000'000);
  for (const char* bad : {"", "31-Feb-2024 00:00:00 +0000", "15-Xxx-2024 14:30:00 +0800", "15-Mar-2024 25:30:00 +0800",
                          "15-Mar-2024 14:30:00 0800 ", "15-Mar-2024T14:30:00+0800"}) {
    EXPECT_FALSE(parse_internal_date(bad)) << bad;
  }
}

TEST(Search, numbers_are_read_and_anything_else_is_not) {
  EXPECT_EQ(read_search("2 84 882"), (std::vector<std::uint32_t>{2, 84, 882}));
  EXPECT_EQ(read_search("1 x 99999999999 (MODSEQ 5) 3"), (std::vector<std::uint32_t>{1, 3}));
  EXPECT_TRUE(read_search("").empty());
}

TEST(Wording, folders_sets_and_dates_are_written_as_the_standard_says) {
  EXPECT_EQ(to_modified_utf7("INBOX"), "INBOX");
  EXPECT_EQ(to_modified_utf7("收件箱"), "&ZTZO9nux-");
  EXPECT_EQ(to_modified_utf7("~peter/mail/台北/日本語"), "~peter/mail/&U,BTFw-/&ZeVnLIqe-");  // RFC 3501 5.1.3
  EXPECT_EQ(to_modified_utf7("a&b"), "a&-b");
  EXPECT_EQ(to_modified_utf7("\U0001F600"), "&2D3eAA-");
  EXPECT_EQ(sequence_set({1, 2, 3, 7, 9, 10}), "1:3,7,9:10");
  EXPECT_EQ(search_date(1'710'484'200'000'000), "15-Mar-2024");
  EXPECT_EQ(quoted("a\"b\\"), "\"a\\\"b\\\\\"");
  EXPECT_FALSE(quoted("a\r\nb"));
  EXPECT_FALSE(quoted("密码"));
}

}  // namespace
}  // namespace frontdesk::email::imap
