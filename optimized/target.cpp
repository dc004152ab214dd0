#include <cstdlib>
#include <string>

#include <quantcheck/optimized/dispatch/select.h>
#include <quantcheck/optimized/target.h>

namespace quantcheck::optimized {

std::string_view name_of(Target target) {
  switch (target) {
    case Target::avx512:
      return "avx512";
    case Target::avx2:
      return "avx2";
    case Target::scalar:
      break;
  }
  return "scalar";
}

bool available(Target target) {
#ifdef __x86_64__
  // __builtin_cpu_supports also asks whether the system saves the registers.
  switch (target) {
    case Target::avx512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
             __builtin_cpu_supports("fma") && __builtin_cpu_supports("popcnt");
    case Target::avx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
             __builtin_cpu_supports("popcnt");
    case Target::scalar:
      break;
  }
#endif
  return target == Target::scalar;
}

std::vector<Target> available_targets() {
  std::vector<Target> targets;
  for (const Target target : all_targets)
    if (available(target)) targets.push_back(target);
  return targets;
}

Target default_target() {
  const char* asked = std::getenv("QUANTCHECK_TARGET");
  if (asked == nullptr || *asked == '\0') return available_targets().front();
  for (const Target target : all_targets) {
    if (name_of(target) != asked) continue;
    if (available(target)) return target;
    throw Error("QUANTCHECK_TARGET=" + std::string(asked) + ": not on this machine, which has " +
                available_names());
  }
  throw Error("QUANTCHECK_TARGET=" + std::string(asked) + " is no target; this machine has " +
              available_names());
}

}  // namespace quantcheck::optimized
