#include <quantcheck/optimized/dispatch/select_nested.h>

#include <quantcheck/optimized/dispatch/select.h>

namespace quantcheck::optimized {

const NestedKernels& nested_kernels_of(const Execution& execution) {
  const Target target = available_target(execution);
#ifdef __x86_64__
  if (target == Target::avx512)
    return __builtin_cpu_supports("avx512vnni") ? nested_kernels_avx512_vnni() : nested_kernels_avx512();
  if (target == Target::avx2) return nested_kernels_avx2();
#endif
  static_cast<void>(target);
  return nested_kernels_scalar();
}

}  // namespace quantcheck::optimized
