#include <quantcheck/proofs_check/program/options/available_memory.h>

#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>

namespace quantcheck::check::program {
namespace {

// The bytes that follow a word of a file of the system, where they are in KiB; `otherwise` where there are
// none.
double bytes_after(const char* file, std::string_view word, double otherwise) {
  std::ifstream text(file);
  for (std::string read; text >> read;)
    if (double kibibytes = 0; read == word && text >> kibibytes) return 1024 * kibibytes;
  return otherwise;
}

// What is left of a limit of the process.
double left_of(int resource, std::string_view used) {
  rlimit limit{};
  if (::getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return std::numeric_limits<double>::infinity();
  return static_cast<double>(limit.rlim_cur) - bytes_after("/proc/self/status", used, 0);
}

}  // namespace

double available_memory() {
  const double of_system =
      bytes_after("/proc/meminfo", "MemAvailable:", std::numeric_limits<double>::infinity());
  return std::max(0.0, std::min({of_system, left_of(RLIMIT_AS, "VmSize:"), left_of(RLIMIT_DATA, "VmData:")}));
}

}  // namespace quantcheck::check::program
