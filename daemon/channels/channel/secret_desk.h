// SecretDesk: answers a plugin's questions for its secrets, and stores those that it renews.
//
// What was read once is answered from memory for as long as the host lives. Whatever a plugin asks that waits for its
// answers is lawful: too much of it is answered later, never punished. Only a host that goes on without waiting can
// have more than a thousand questions open, and that is told as misbehaving. A secret that cannot be read just now is
// read again: "not set" would send the admin to a form that is right. Thread rule: the supervisor thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "channels/channel/token_bucket.h"
#include "channels/host/output.h"
#include "channels/runtime.h"
#include "wire/messages.h"

namespace frontdesk::channels {

class SecretDesk {
 public:
  struct Events {
    std::function<void(const wire::SecretValue&, std::uint64_t request)> answer;
    std::function<void(const wire::Done&, std::uint64_t request)> stored;
    std::function<void(const std::string& why)> misbehaves;
  };

  /// `output` learns what was handed out, so that no line repeats it. `form_paths`: where the form has secrets; nothing
  /// is stored elsewhere.
  SecretDesk(Runtime& runtime, ChannelId channel, PluginOutput& output, std::vector<std::string> form_paths,
             Events events);

  void take_get(const wire::Frame& frame);
  void take_put(const wire::Frame& frame);

 private:
  struct Question {
    std::string path;
    std::uint64_t request = 0;
  };
  struct Renewal {
    std::string path;
    Secret value;
    std::uint64_t request = 0;
  };

  void answer_waiting();
  void answer(const Question& question);
  void read(Question question);
  void told(const Question& question, Result<Secret> secret);
  void tell(const Question& question, const Secret* secret);
  void store_waiting();
  void store(Renewal renewal);
  void refuse(std::uint64_t request, sdk::Status status, const char* text);

  Runtime& runtime_;
  ChannelId channel_;
  PluginOutput& output_;
  const std::vector<std::string> form_paths_;
  Events events_;
  Lifetime lifetime_;
  std::map<std::string, Secret, std::less<>> known_;
  std::deque<Question> questions_;
  std::deque<Renewal> renewals_;
  TokenBucket answers_{200, std::chrono::milliseconds(5)};
  TokenBucket stores_{20, std::chrono::seconds(10)};
  Timer answer_timer_;
  Timer store_timer_;
};

}  // namespace frontdesk::channels
