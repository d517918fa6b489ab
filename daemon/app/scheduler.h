// Scheduler: the thread of everything that happens by itself — breached clocks, signed checkpoints, tidying up.
#pragma once

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace frontdesk::app {

class Scheduler {
 public:
  explicit Scheduler(const Clock& clock) : clock_(clock) {}
  ~Scheduler() { stop(); }

  /// Before start() only. A failing duty is logged and tried again at its next turn.
  void every(Duration period, std::string name, std::function<Result<void>()> duty);
  void start();
  void stop();

 private:
  struct Duty {
    Duration period;
    std::string name;
    std::function<Result<void>()> run;
    Duration due{0};
  };
  void run(const std::stop_token& stop);

  const Clock& clock_;
  std::vector<Duty> duties_;
  std::jthread thread_;
};

}  // namespace frontdesk::app
