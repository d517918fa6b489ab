// A store in a directory of its own, removed afterwards.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "base/id.h"
#include "storage/store.h"
#include "support/fake_clock.h"

namespace frontdesk::storage {

class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class StoreTest : public ::testing::Test {
 protected:
  StoreTest();
  void reopen();
  [[nodiscard]] StoreOptions options() const;

  /// Runs `work` as one unit; fails the test when it fails.
  template <class Work>
  auto must_write(Work work) {
    return checked(store_->write_and_wait(std::move(work)));
  }
  template <class Work>
  auto must_read(Work work) {
    return checked(store_->read(std::move(work)));
  }
  template <class T>
  static T checked(Result<T> result) {
    if (!result.ok()) ADD_FAILURE() << result.error().message;
    if constexpr (!std::is_void_v<T>) return result.ok() ? std::move(result).value() : T{};
  }
  std::int64_t number(const std::string& sql);

  /// Rows that others refer to.
  ChannelId add_channel();
  CustomerId add_customer();
  TicketId add_ticket(ChannelId channel, CustomerId customer, const std::string& subject, const std::string& number);
  MessageId add_message(TicketId ticket, const std::string& text);

  TemporaryDirectory directory_;
  test::FakeClock clock_;
  IdSource ids_{clock_};
  std::unique_ptr<Store> store_;
};

}  // namespace frontdesk::storage
