// A whole desk behind a real server on loopback, in a directory of its own, and browsers that talk to it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <frontdesk/json.h>

#include "api/server.h"
#include "base/id.h"
#include "desk/actor.h"
#include "unit/api/http_fixture.h"

namespace frontdesk::api::test {

inline constexpr const char* kPassword = "purple lighthouse 42";

/// One browser: keeps its cookie and its token, asks over one connection.
class Browser {
 public:
  explicit Browser(std::uint16_t port) : port_(port), client_(port) {}

  Reply send(std::string_view method, std::string_view path, std::string_view body = {},
             std::string_view extra_fields = {});
  Reply get(std::string_view path, std::string_view extra_fields = {}) { return send("GET", path, {}, extra_fields); }
  Reply post(std::string_view path, std::string_view body = "{}", std::string_view extra_fields = {}) {
    return send("POST", path, body, extra_fields);
  }
  /// Status of the answer.
  int sign_in(std::string_view name, std::string_view password = kPassword);

  void forget_csrf() { csrf_.clear(); }
  [[nodiscard]] const std::string& cookie() const { return cookie_; }
  [[nodiscard]] Client& client() { return client_; }

 private:
  void remember(const Reply& reply);

  std::uint16_t port_;
  Client client_;
  std::string cookie_;
  std::string csrf_;
};

/// The body as JSON; an empty value (and a failed test) when it is none.
json::Value json_of(const Reply& reply);

/// Everything a server needs, wired as the app room does it, with a fake channel runtime.
class House {
 public:
  explicit House(ServerOptions options = {});
  ~House();
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::string base_url() const;
  [[nodiscard]] std::string setup_token() const;
  [[nodiscard]] const std::string& directory() const;
  void advance(Duration by);
  void add_user(const std::string& name, desk::Roles roles);
  /// A channel, a customer and one open ticket with one inbound message; the ticket's id.
  TicketId add_ticket(const std::string& number);
  /// What the runtime says of the channel's next look for news.
  void plan_poll(ChannelId channel, Micros at);
  void announce(std::string_view kind, const std::string& data);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

class ServerTest : public ::testing::Test {
 protected:
  void start(ServerOptions options = {}) { house = std::make_unique<House>(std::move(options)); }
  /// admin, agent and supervisor exist, with kPassword.
  void start_with_users(ServerOptions options = {});
  [[nodiscard]] Browser browser() const { return Browser(house->port()); }
  [[nodiscard]] Browser signed_in(std::string_view name) const;

  std::unique_ptr<House> house;
};

}  // namespace frontdesk::api::test
