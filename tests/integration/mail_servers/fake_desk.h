// FakeDesk: plugin_api's FakeHost in real time, with waiting, for channels that run against real servers.
//
// Thread rule: any thread.
//
//   FakeDesk desk;
//   desk.set_secret("auth.password", "secret");
//   EmailChannel channel(desk.services());
//   std::thread run([&] { channel.run(desk.cursor()); });
//   desk.wait_for_items(3);   desk.cancel();
#pragma once

#include <testing/fake_host.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace frontdesk::test {

class FakeDesk {
 public:
  [[nodiscard]] const sdk::Services& services() const { return host_.services(); }
  [[nodiscard]] fake::FakeHost& host() { return host_; }

  void set_secret(const std::string& path, const std::string& value) { host_.set_secret(path, value); }
  [[nodiscard]] std::string secret(const std::string& path) const { return host_.secret(path).value_or(""); }
  /// Ends what runs; reset_cancel() before the next run.
  void cancel() { host_.cancel(); }
  void reset_cancel() { host_.clear_cancel(); }
  /// The next submits answer "try again".
  void refuse_submits(int count);

  /// Items accepted, in order, without duplicates.
  [[nodiscard]] std::vector<sdk::Item> items() const { return host_.items(); }
  [[nodiscard]] std::size_t accepted() const { return host_.items().size(); }
  /// Items submitted a second time; counts refused batches, too.
  [[nodiscard]] std::size_t duplicates() const;
  [[nodiscard]] std::string cursor() const { return host_.cursor(); }
  /// "ok", or the code of the last report; empty before the first.
  [[nodiscard]] std::string health() const;

  /// False when it did not come about in two minutes: enough for a machine that is busy with much else.
  bool wait_for_items(std::size_t count) const;
  bool wait_for_duplicates(std::size_t count) const;
  bool wait_for_health(const std::string& code) const;
  static bool wait(const std::function<bool()>& done);

 private:
  fake::FakeHost host_{fake::Time::kReal};
};

}  // namespace frontdesk::test
