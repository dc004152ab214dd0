// The instruction sets that the kernels are built for. Which one runs makes no difference to any result.
#pragma once

#include <string_view>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// avx512 takes AVX-512 F, BW, DQ and VL, avx2 takes AVX2 and FMA, and both take POPCNT. scalar is C++ and
/// nothing else.
enum class Target { avx512, avx2, scalar };

/// All targets, fastest first.
inline constexpr Target all_targets[] = {Target::avx512, Target::avx2, Target::scalar};

/// The name of the target: "avx512", "avx2" or "scalar".
std::string_view name_of(Target target);

/// Whether this build has the target and this processor can run it. `scalar` is always available.
bool available(Target target);

/// The available targets, fastest first.
std::vector<Target> available_targets();

/// The target that runs unless the caller names one: that of QUANTCHECK_TARGET in the environment, else the
/// fastest. Throws Error where the variable names no target, or one that is not available.
Target default_target();

}  // namespace quantcheck::optimized
