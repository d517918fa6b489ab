#include "channels/port_worker.h"

#include <pthread.h>

#include "base/log.h"

namespace frontdesk::channels {

bool PortWorker::push(std::function<void()> task) { return queue_.try_push(task); }

void PortWorker::finish() {
  queue_.close();
  if (thread_.joinable()) thread_.join();
}

void PortWorker::loop() {
  pthread_setname_np(pthread_self(), "fd-channel-port");
  // Ends by the queue's close, so that what was asked for is done.
  while (auto task = queue_.pop({})) {
    try {
      (*task)();
    } catch (const std::exception& thrown) {
      log_error("a call of the channels was broken off", {{"reason", thrown.what()}});
    } catch (...) {
      log_error("a call of the channels was broken off", {{"reason", "an unknown exception"}});
    }
  }
}

}  // namespace frontdesk::channels
