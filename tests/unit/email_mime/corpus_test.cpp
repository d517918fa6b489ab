#include <ctime>
#include <set>

#include "corpus.h"
#include "hostile.h"
#include "mime/text/quotes.h"
#include "reader_fixture.h"
#include "text/html_text.h"
#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::uint64_t kSeed = 20240315;

// P-10, P-11
TEST(Corpus, read_mails_equal_their_truth) {
  for (std::size_t i = 0; i < 1500; ++i) {
    const mailgen::CorpusMail made = mailgen::make_corpus_mail(kSeed, i);
    const Mail mail = read_or_fail(made.raw);
    SCOPED_TRACE(made.truth.charset + " " + std::to_string(i));
    ASSERT_EQ(mail.subject, made.truth.subject);
    ASSERT_EQ(mail.from, (Address{made.truth.from_address, made.truth.from_name}));
    ASSERT_EQ(mail.message_id, made.truth.message_id);
    ASSERT_EQ(trim(mail.text), made.truth.text);
    ASSERT_EQ(trim(split_quotes(mail.text).visible), made.truth.own_text);
    ASSERT_EQ(mail.attachments.size(), made.truth.attachments.size());
    for (std::size_t a = 0; a < mail.attachments.size(); ++a) {
      ASSERT_EQ(mail.attachments[a].name, made.truth.attachments[a].name);
      ASSERT_EQ(mail.attachments[a].bytes.size(), made.truth.attachments[a].size);
    }
    ASSERT_TRUE(mail.date);
    ASSERT_TRUE(mail.problems.empty()) << to_text(mail.problems.front());
  }
}

TEST(Corpus, is_the_same_for_the_same_seed) {
  EXPECT_EQ(mailgen::make_corpus_mail(1, 42).raw, mailgen::make_corpus_mail(1, 42).raw);
  EXPECT_NE(mailgen::make_corpus_mail(1, 42).raw, mailgen::make_corpus_mail(2, 42).raw);
}

void expect_clean(const Mail& mail) {
  EXPECT_TRUE(measure_utf8(mail.subject).valid());
  EXPECT_TRUE(measure_utf8(mail.text).valid());
  EXPECT_TRUE(measure_utf8(mail.html).valid());
  EXPECT_TRUE(measure_utf8(mail.from.name + mail.from.address).valid());
  EXPECT_EQ(mail.subject.find_first_of("\r\n"), std::string::npos);
  EXPECT_EQ(mail.from.name.find_first_of("\r\n"), std::string::npos);
  EXPECT_EQ(mail.text.find('\0'), std::string::npos);
  for (const Attachment& attachment : mail.attachments) {
    EXPECT_FALSE(attachment.name.empty());
    EXPECT_LE(attachment.name.size(), 200U);
    EXPECT_TRUE(measure_utf8(attachment.name).valid());
    EXPECT_EQ(attachment.name.find_first_of(std::string_view("/\\\r\n\0", 5)), std::string::npos) << attachment.name;
    EXPECT_NE(attachment.name.front(), '.');
  }
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double kSecondsPerMail = 5;  // sanitizers slow everything down
#else
constexpr double kSecondsPerMail = 1;
#endif

/// Of this thread: the wall clock would measure the machine's other work, too.
double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// N-03, P-18
TEST(HostileMail, is_read_within_a_second_each) {
  const auto mails = mailgen::make_hostile_mails(kSeed);
  ASSERT_GE(mails.size(), 220U);
  std::set<std::string> names;
  for (const mailgen::HostileMail& hostile : mails) {
    SCOPED_TRACE(hostile.name);
    EXPECT_TRUE(names.insert(hostile.name).second);
    const double start = cpu_seconds();
    const Mail mail = read_or_fail(hostile.raw);
    const SplitText split = split_quotes(mail.text);
    const std::string from_html = text_of_html(mail.html);
    EXPECT_LT(cpu_seconds() - start, kSecondsPerMail);
    EXPECT_LE(split.visible.size() + split.quoted.size(), mail.text.size());
    EXPECT_TRUE(measure_utf8(from_html).valid());
    expect_clean(mail);
  }
}

/// Mails cut at any place, and mails with random bytes changed.
TEST(HostileMail, survives_mutation) {
  std::uint64_t state = kSeed;
  const auto random = [&] { return state = state * 6364136223846793005ULL + 1442695040888963407ULL, state >> 33; };
  for (std::size_t i = 0; i < 400; ++i) {
    std::string raw = mailgen::make_corpus_mail(kSeed, i).raw;
    raw.resize(std::min<std::size_t>(raw.size(), 20'000));
    if (i % 2 == 0) raw.resize(1 + random() % raw.size());
    for (int change = 0; change < 20; ++change) raw[random() % raw.size()] = static_cast<char>(random());
    expect_clean(read_or_fail(raw));
  }
}

}  // namespace
}  // namespace frontdesk::email
