// The instruction sets the kernels are built for. Which one runs makes no difference to any result.
#pragma once

#include <string_view>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// avx512: AVX-512 F, BW, DQ and VL. avx2: AVX2 and FMA. Both POPCNT too. scalar: C++ and nothing else.
enum class Target { avx512, avx2, scalar };

/// Fastest first.
inline constexpr Target all_targets[] = {Target::avx512, Target::avx2, Target::scalar};

std::string_view name_of(Target target);

/// Whether this build has the target and this processor can run it. `scalar` always.
bool available(Target target);

/// The available ones, fastest first.
std::vector<Target> available_targets();

/// What runs unless the caller names one: QUANTCHECK_TARGET from the environment, else the fastest. Throws
/// Error where the variable names no target, or one that is not available.
Target default_target();

}  // namespace quantcheck::optimized
