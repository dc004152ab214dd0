// Checks of codes and betas, and the errors that refuse them, for all functions that take codes.
#pragma once

#include <cstdint>
#include <span>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// Throws Error unless 2 <= q <= most.
void check_ratio(Code q, int most);

/// Throws Error unless there are 1 .. 256 betas, which are positive, finite and ascending.
void check_betas(std::span<const float> beta);

/// Throws an Error that names the value of lattice block `block` which is too large for beta, or not finite.
[[noreturn]] void refuse_block(std::span<const float> x, float beta, Index block);

/// Throws an Error that names the entry of lattice block `block` which is no residue modulo q.
[[noreturn]] void refuse_code(std::span<const std::uint8_t> code, Code q, Index block);

}  // namespace quantcheck::optimized
