#include <quantcheck/proofs_check/program/options/signals.h>

#include <pthread.h>

#include <csignal>

#include <quantcheck/proofs_check/io/formats/output_file.h>
#include <quantcheck/proofs_check/program/options/terminal.h>

namespace quantcheck::check::program {
namespace {

pthread_t writing_thread;

// The signal may come to any thread, but only the one that writes files knows which it is writing, and stands
// still while it handles the signal.
extern "C" void end_by(int signal) {
  if (pthread_equal(pthread_self(), writing_thread) == 0) {
    pthread_kill(writing_thread, signal);
    return;
  }
  discard_unfinished_file();
  erase_progress_line();
  std::signal(signal, SIG_DFL);
  raise(signal);
}

}  // namespace

void end_cleanly_by_signals() {
  writing_thread = pthread_self();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction now {};
    if (sigaction(signal, nullptr, &now) != 0 || now.sa_handler == SIG_IGN) continue;
    struct sigaction then {};
    then.sa_handler = end_by;
    then.sa_flags = SA_NODEFER;  // so that it is raised inside its own handler
    sigaction(signal, &then, nullptr);
  }
}

}  // namespace quantcheck::check::program
