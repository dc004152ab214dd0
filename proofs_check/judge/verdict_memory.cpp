#include <quantcheck/proofs_check/judge/verdict_memory.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/certified/scaled_hessian.h>
#include <quantcheck/proofs_check/exact/row_chunks.h>
#include <quantcheck/proofs_check/judge/stored_scale.h>
#include <quantcheck/proofs_check/replay/movement.h>
#include <quantcheck/proofs_check/replay/precision.h>

namespace quantcheck::check {
namespace {

constexpr double word = sizeof(double);

// Rows are padded, panels and strips are rounded up, and some vectors have an entry for each input.
constexpr double rounding_up = 1 + 1.0 / 32;
constexpr double small_things = 0x1p20;

// The numbers in double for each decision of a chunk of rows: four of a position, two of an error, three of a
// residual, and one of what is replayed or rounded plainly. Sides and flags come to less than one.
constexpr double numbers_of_position = 11;

// The bytes of what is listed of a decision that is outside: its place, its excess, what rounding explains of
// it and its replays.
constexpr double bytes_of_outside = 144;
constexpr double share_outside = 1.0 / 16;

double square(Index n) { return static_cast<double>(n) * static_cast<double>(n); }

// While the factor is kept: what certifies rows, or replays them.
double row_memory(const Case& c) {
  const double rows = static_cast<double>(std::min(rows_together(c.layer.in), c.layer.out));
  return rows * static_cast<double>(c.layer.in) * numbers_of_position * word;
}

// Replays keep the factors of all versions of the Hessian in two forms, and take one matrix more while the
// last is made; of activations a copy and the Hessian that is summed; and where scales or a coarse arithmetic
// ask for it, U in double.
double replay_memory(const Case& c) {
  const Arithmetic arithmetic = assumed_arithmetic(c);
  if (arithmetic == Arithmetic::exact) return 0;
  const double size = arithmetic == Arithmetic::fp64 ? sizeof(double) : sizeof(float);
  double bytes = (2 * replayed_versions_of(c.layer.in) + 1) * size * square(c.layer.in);
  if (c.layer.hessian.empty())
    bytes += size * (square(c.layer.in) + static_cast<double>(c.layer.activations.size()));
  if (scales_were_rounded(c, arithmetic) || is_coarser_than_float(arithmetic))
    bytes += word * square(c.layer.in);
  return bytes;
}

}  // namespace

double verdict_memory(const Case& c, const Hypothesis& hypothesis) {
  const double decisions = static_cast<double>(c.layer.out) * static_cast<double>(c.layer.in);
  const double of_each = 1 + 1.0 / 8 + share_outside * bytes_of_outside;
  const double kept = decisions * of_each + row_memory(c) + small_things;
  if (hypothesis.block == plain_rounding_block) return std::ceil(kept);
  const double factor = word / 2 * square(c.layer.in);  // optimized/double_factor.h
  const double making_or_replaying = std::max(2 * factor, factor + replay_memory(c));
  return std::ceil(rounding_up * (scaled_hessian_memory(c.layer) + factor + kept + making_or_replaying));
}

}  // namespace quantcheck::check
