// The certificate that a server makes itself, and what changes when a server is reached beyond this machine.
#include "api/http/tls.h"

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "api/http/stream.h"
#include "base/time.h"
#include "unit/api/house_fixture.h"

namespace frontdesk::api {
namespace {

using std::chrono::hours;

class CertificateTest : public ::testing::Test {
 protected:
  CertificateTest() {
    std::string pattern = "/tmp/frontdesk-tls-XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
  }
  ~CertificateTest() override { std::filesystem::remove_all(directory_); }

  /// What the openssl program says of the certificate.
  static std::string shown(const TlsFiles& files) {
    FILE* pipe = ::popen(("openssl x509 -noout -text -in " + files.certificate).c_str(), "r");
    std::string text(16384, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), pipe));
    ::pclose(pipe);
    return text;
  }
  TlsFiles ensure(const std::vector<std::string>& names, Micros now) {
    auto files = ensure_self_signed(directory_, names, now);
    EXPECT_TRUE(files) << files.error().message;
    return files ? *files : TlsFiles{};
  }
  static std::string fingerprint(const TlsFiles& files) {
    const auto loaded = TlsContext::load(files);
    EXPECT_TRUE(loaded) << loaded.error().message;
    return loaded ? (*loaded)->fingerprint() : "";
  }

  const Micros now_ = SystemClock().now();
  std::string directory_;
};

TEST_F(CertificateTest, names_of_hexadecimal_letters_are_names) {
  const std::string text = shown(ensure({"cafe.de", "192.0.2.7", "2001:db8::7"}, now_));
  EXPECT_NE(text.find("DNS:cafe.de"), std::string::npos) << text;
  EXPECT_NE(text.find("IP Address:192.0.2.7"), std::string::npos);
  EXPECT_NE(text.find("IP Address:2001:DB8:0:0:0:0:0:7"), std::string::npos);
}

TEST_F(CertificateTest, is_kept_while_it_serves_these_names) {
  const std::string made = fingerprint(ensure({"desk.example.test"}, now_));
  EXPECT_EQ(fingerprint(ensure({"desk.example.test"}, now_ + hours(24 * 700))), made);
}

TEST_F(CertificateTest, is_made_anew_for_other_names_or_before_it_ends) {
  const std::string made = fingerprint(ensure({"desk.example.test"}, now_));
  const std::string renamed = fingerprint(ensure({"help.example.test"}, now_));
  EXPECT_NE(renamed, made);
  EXPECT_NE(fingerprint(ensure({"help.example.test"}, now_ + hours(24 * 800))), renamed);
}

TEST_F(CertificateTest, a_key_that_does_not_fit_is_replaced_with_its_certificate) {
  const TlsFiles files = ensure({}, now_);
  std::filesystem::create_directory(directory_ + "/other");
  const auto other = ensure_self_signed(directory_ + "/other", {}, now_);
  ASSERT_TRUE(other);
  std::filesystem::copy_file(other->key, files.key, std::filesystem::copy_options::overwrite_existing);
  EXPECT_FALSE(fingerprint(ensure({}, now_)).empty());
}

TEST_F(CertificateTest, names_that_say_more_than_a_name_are_refused) {
  const auto made = ensure_self_signed(directory_, {"a,IP:192.0.2.1"}, now_);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::kInvalid);
}

TEST_F(CertificateTest, reload_serves_the_new_one_and_keeps_the_old_one_after_an_error) {
  const auto context = TlsContext::load(ensure({"desk.example.test"}, now_));
  ASSERT_TRUE(context);
  const std::string before = (*context)->fingerprint();
  EXPECT_FALSE((*context)->reload({directory_ + "/missing.pem", directory_ + "/missing.key"}));
  EXPECT_EQ((*context)->fingerprint(), before);
  ASSERT_TRUE((*context)->reload(ensure({"help.example.test"}, now_)));
  EXPECT_NE((*context)->fingerprint(), before);
}

TEST_F(CertificateTest, a_key_of_another_certificate_is_refused) {
  const TlsFiles files = ensure({}, now_);
  std::filesystem::create_directory(directory_ + "/other");
  const auto other = ensure_self_signed(directory_ + "/other", {}, now_);
  ASSERT_TRUE(other);
  const auto loaded = TlsContext::load({files.certificate, other->key});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::kInvalid);
  EXPECT_NE(loaded.error().message.find(other->key), std::string::npos);
}

// OpenSSL keeps a queue of errors for each thread, and Poco looks into it, and at errno, after its call.
TEST_F(CertificateTest, what_an_earlier_failure_left_in_the_thread_breaks_no_connection) {
  const auto context = TlsContext::load(ensure({}, now_));
  ASSERT_TRUE(context);
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
  Stream server(ends[0], context->get());
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> method(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  const std::unique_ptr<SSL, void (*)(SSL*)> client(SSL_new(method.get()), SSL_free);
  SSL_set_fd(client.get(), ends[1]);
  for (int i = 0; i < 10 && SSL_connect(client.get()) != 1; ++i) server.handshake();
  ASSERT_EQ(server.handshake().wait, IoResult::Wait::kNothing);

  char byte = 0;
  ERR_raise(ERR_LIB_USER, 1);
  EXPECT_EQ(server.read(&byte, 1).wait, IoResult::Wait::kRead);
  SSL_shutdown(client.get());
  for (int i = 0; i < 2; ++i) {
    errno = EINTR;  // Poco would try for ever
    EXPECT_EQ(server.read(&byte, 1).wait, IoResult::Wait::kClosed);
  }
  ::close(ends[1]);
}

class BeyondLoopbackTest : public test::ServerTest {
 protected:
  static ServerOptions everywhere() {
    ServerOptions options;
    options.front.address = "0.0.0.0";
    return options;
  }
  /// Signs in over TLS; the whole answer.
  [[nodiscard]] std::string sign_in() const {
    const std::string host = "127.0.0.1:" + std::to_string(house->port());
    json::Writer body;
    body.begin_object().member("name", "agent").member("password", test::kPassword).end_object();
    const std::string file = house->directory() + "/request";
    std::ofstream(file) << "POST /api/v1/session HTTP/1.1\r\nHost: " << host << "\r\nOrigin: https://" << host
                        << "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                        << body.text().size() << "\r\n\r\n"
                        << body.text();
    FILE* pipe = ::popen(("openssl s_client -quiet -connect " + host + " <" + file + " 2>/dev/null").c_str(), "r");
    std::string answer(16384, '\0');
    answer.resize(std::fread(answer.data(), 1, answer.size(), pipe));
    ::pclose(pipe);
    return answer;
  }
};

// M-79
TEST_F(BeyondLoopbackTest, tls_is_on_and_the_cookie_is_bound_to_the_host) {
  start_with_users(everywhere());
  const std::string answer = sign_in();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
  EXPECT_NE(answer.find("Set-Cookie: __Host-frontdesk="), std::string::npos) << answer;
  EXPECT_NE(answer.find("; Secure"), std::string::npos);
}

TEST_F(BeyondLoopbackTest, the_address_it_tells_can_be_opened_elsewhere) {
  start_with_users(everywhere());
  EXPECT_EQ(house->base_url().find("0.0.0.0"), std::string::npos) << house->base_url();
  ServerOptions options = everywhere();
  options.host_names = {"desk.example.test", "desk"};
  start_with_users(std::move(options));
  EXPECT_EQ(house->base_url(), "https://desk.example.test:" + std::to_string(house->port()));
}

TEST_F(BeyondLoopbackTest, only_a_supplied_certificate_is_promised_for_a_year) {
  start_with_users(everywhere());
  EXPECT_EQ(sign_in().find("Strict-Transport-Security"), std::string::npos);

  const std::string directory = ::testing::TempDir() + "frontdesk-supplied-" + std::to_string(::getpid());
  std::filesystem::create_directory(directory);
  const auto files = ensure_self_signed(directory, {"desk.example.test"}, SystemClock().now());
  ASSERT_TRUE(files);
  ServerOptions options = everywhere();
  options.tls_certificate = files->certificate;
  options.tls_key = files->key;
  start_with_users(std::move(options));
  EXPECT_NE(sign_in().find("Strict-Transport-Security: max-age="), std::string::npos);
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace frontdesk::api
