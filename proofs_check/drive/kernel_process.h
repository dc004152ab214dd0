// A user's kernel in a process of its own, which may end, crash or hang without harm to this one.
#pragma once

#include <sys/types.h>

#include <string>

#include <quantcheck/proofs_check/drive/kernel_messages.h>
#include <quantcheck/proofs_check/drive/layer_memory.h>

namespace quantcheck::check::drive {

/// The answer to one call of a kernel.
struct KernelAnswer {
  double seconds = 0;
  std::string complaint;  // what there was in place of codes; empty where there are codes
};

/// The process that runs a kernel, and the memory that it shares with this one.
class KernelProcess {
 public:
  /// Starts this program anew with serve_argument, which its main has to pass on to serve_kernel, and has the
  /// file loaded there. `seconds_at_most` is the time for loading, and for each call. Throws Error for a file
  /// that cannot be loaded, lacks a function, was compiled against another version of the header, or takes
  /// longer to load.
  KernelProcess(const std::string& file, double seconds_at_most);
  ~KernelProcess();
  KernelProcess(const KernelProcess&) = delete;
  KernelProcess& operator=(const KernelProcess&) = delete;

  const std::string& name() const { return name_; }  // the name of the file, without its folder
  LayerMemory& memory() { return memory_; }

  /// Has a layer of the memory quantized. A process that gives no answer in time is ended together with its
  /// process group, and the next call starts another.
  KernelAnswer run(const LayerPlace& place, int threads);

 private:
  void start();
  std::string end();  // ends the process; returns in words how it ended
  bool has_ended() const;
  KernelAnswer answer(std::int64_t number);

  std::string file_;
  std::string name_;
  double seconds_at_most_;
  LayerMemory memory_;
  std::int64_t calls_ = 0;
  pid_t process_ = -1;  // -1 if there is none
  int socket_ = -1;
};

}  // namespace quantcheck::check::drive
