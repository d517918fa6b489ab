#include "channels/port_worker.h"

#include <pthread.h>

#include "base/log.h"

namespace frontdesk::channels {

void PortWorker::push(std::function<void()> task) {
  if (!queue_.push(task, {})) log_debug("a channel's request came after the end");
}

void PortWorker::finish() {
  queue_.close();
  if (thread_.joinable()) thread_.join();
}

void PortWorker::loop(std::stop_token /*stop*/) {
  pthread_setname_np(pthread_self(), "fd-channel-port");
  // Ends by the queue's close, not by the stop token, so that what was asked for is done.
  while (auto task = queue_.pop({})) (*task)();
}

}  // namespace frontdesk::channels
