// How a life ended, as the next one finds it. Each life is a process of its own.
#include "app/end_note.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <string>
#include <thread>

#include "base/signal_stack.h"

namespace frontdesk::app {
namespace {

using desk::LastEnd;

class EndNoteTest : public testing::Test {
 protected:
  EndNoteTest() {
    char name[] = "/tmp/frontdesk-end-XXXXXX";
    folder_ = ::mkdtemp(name);
  }
  ~EndNoteTest() override { std::filesystem::remove_all(folder_); }

  /// Runs `life` with its note in a child; the signal that it died of, or 0.
  int live(const std::function<void(const EndNote&)>& life) {
    const pid_t child = ::fork();
    if (child == 0) {
      auto note = EndNote::begin(path());
      if (!note) ::_exit(2);
      life(*note);
      ::_exit(0);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  }
  /// What the next life is told.
  LastEnd told() {
    int answer = -1;
    int pipe[2];
    EXPECT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      auto note = EndNote::begin(path());
      const int end = note ? static_cast<int>(note->last_end()) : -1;
      [[maybe_unused]] const ssize_t written = ::write(pipe[1], &end, sizeof end);
      ::_exit(0);
    }
    EXPECT_EQ(::read(pipe[0], &answer, sizeof answer), static_cast<ssize_t>(sizeof answer));
    ::waitpid(child, nullptr, 0);
    ::close(pipe[0]);
    ::close(pipe[1]);
    return static_cast<LastEnd>(answer);
  }
  [[nodiscard]] std::string path() const { return folder_ + "/last_end"; }

  std::string folder_;
};

TEST_F(EndNoteTest, the_first_life_follows_none) { EXPECT_EQ(told(), LastEnd::kOrderly); }

TEST_F(EndNoteTest, a_stop_in_good_order) {
  EXPECT_EQ(live([](const EndNote& note) { note.stopped(); }), 0);
  EXPECT_EQ(told(), LastEnd::kOrderly);
}

TEST_F(EndNoteTest, a_kill) {
  EXPECT_EQ(live([](const EndNote&) { ::raise(SIGKILL); }), SIGKILL);
  EXPECT_EQ(told(), LastEnd::kFromOutside);
}

class OwnSignal : public EndNoteTest, public testing::WithParamInterface<int> {};
INSTANTIATE_TEST_SUITE_P(EndNote, OwnSignal, testing::Values(SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS));

TEST_P(OwnSignal, is_noted_and_passed_on) {
  EXPECT_EQ(live([](const EndNote&) {
              ::raise(GetParam());
              ::pause();
            }),
            GetParam());
  EXPECT_EQ(told(), LastEnd::kOwnSignal);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
// NOLINTNEXTLINE(misc-no-recursion): it is to run over
std::size_t run_over(std::size_t depth) {
  volatile char room[4096];
  room[depth % sizeof room] = 1;
  return depth == SIZE_MAX ? 0 : run_over(depth + 1) + static_cast<std::size_t>(room[0]);
}

TEST_F(EndNoteTest, a_stack_that_ran_over) {
  const int died_of = live([](const EndNote&) {
    std::thread([] {
      const SignalStack stack;
      if (run_over(0) > 0) ::_exit(3);
    }).join();
  });
  EXPECT_EQ(died_of, SIGSEGV);
  EXPECT_EQ(told(), LastEnd::kOwnSignal);
}
#endif

}  // namespace
}  // namespace frontdesk::app
