#include <quantcheck/optimized/dispatch/select.h>

#include <quantcheck/optimized/checks/choice.h>

namespace quantcheck::optimized {

std::string available_names() {
  std::string names;
  for (const Target target : available_targets())
    names += (names.empty() ? "" : ", ") + std::string(name_of(target));
  return names;
}

Target available_target(const Execution& execution) {
  const Target target = execution.target ? *execution.target : default_target();
  check_choice("target", target, Target::scalar);
  if (!available(target))
    throw Error("target " + std::string(name_of(target)) + " is not on this machine, which has " +
                available_names());
  return target;
}

const Kernels& kernels_of(const Execution& execution) {
  const Target target = available_target(execution);
#ifdef __x86_64__
  if (target == Target::avx512) return kernels_avx512();
  if (target == Target::avx2) return kernels_avx2();
#endif
  static_cast<void>(target);
  return kernels_scalar();
}

}  // namespace quantcheck::optimized
