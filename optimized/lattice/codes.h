// What calls on codes have in common: checks, and the words of refusals.
#pragma once

#include <cstdint>
#include <span>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// Throws Error unless 2 <= q <= most.
void check_ratio(Code q, int most);

/// Throws Error unless the betas are 1 .. 256 positive, finite, ascending numbers.
void check_betas(std::span<const float> beta);

/// Throws an Error that names the value of the block that is too large, or not finite, for beta.
[[noreturn]] void refuse_block(std::span<const float> x, float beta, Index block);

/// Throws an Error that names the entry of the block that is no residue modulo q.
[[noreturn]] void refuse_code(std::span<const std::uint8_t> code, Code q, Index block);

}  // namespace quantcheck::optimized
