#include <quantcheck/bench/machine.h>

#include <malloc.h>

#include <algorithm>
#include <fstream>
#include <thread>

namespace quantcheck::bench {
namespace {

// The text after the colon in the first line of a file that begins with `name` and has such a text. It is
// empty where there is none.
std::string entry(const char* file, const std::string& name) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(name)) continue;
    const auto begin = line.find_first_not_of(" \t", line.find(':') + 1);
    if (begin != std::string::npos) return line.substr(begin);
  }
  return {};
}

}  // namespace

Machine this_machine() {
  constexpr const char* info = "/proc/cpuinfo";
  std::string processor = entry(info, "model name");
  const std::string family = entry(info, "cpu family");
  if (!family.empty()) processor += " (family " + family + ", model " + entry(info, "model\t") + ")";
  return {processor.empty() ? "unknown processor" : processor,
          std::max(1, static_cast<int>(std::thread::hardware_concurrency()))};
}

void keep_memory() {
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
}

Index available_memory() {
  const std::string kibibytes = entry("/proc/meminfo", "MemAvailable");
  return kibibytes.empty() ? 0 : static_cast<Index>(std::stoll(kibibytes)) * 1024;
}

}  // namespace quantcheck::bench
