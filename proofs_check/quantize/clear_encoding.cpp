#include <quantcheck/proofs_check/quantize/clear_encoding.h>

#include <limits>
#include <optional>

#include <quantcheck/proofs_check/exact/lattice/unclear.h>
#include <quantcheck/proofs_check/judge/lattice/squared_error.h>
#include <quantcheck/reference/lattice/e8_nearest.h>
#include <quantcheck/reference/lattice/voronoi_code.h>
#include <quantcheck/reference/nestquant/scaled_codes.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

// The one point of E8 that is nearest to t; nothing where it is not clear that there is one.
std::optional<E8Point> clear_nearest(const ScaledTarget& t) {
  if (!t.in_range) return std::nullopt;
  const E8Point nearest = reference::nearest_e8<double>(t.rounded);
  if (cell_position(t, nearest).side != Side::inside) return std::nullopt;
  return nearest;
}

// The same as clearly_encoded; nothing where rationals have to tell.
std::optional<EncodedBlock> encoded_in_double(const LatticeScheme& scheme, const BlockTarget& x) {
  std::optional<EncodedBlock> best;
  bool overloads = false;
  for (Index p = 0; p < std::ssize(scheme.beta); ++p) {
    if (scheme.mode == BetaChoice::first && best && !overloads) break;
    const std::optional<E8Point> nearest = clear_nearest(ScaledTarget(x, scheme.beta[p]));
    if (!nearest) return std::nullopt;
    EncodedBlock next{reference::voronoi_code(*nearest, scheme.q), p, {}};
    next.point = reference::voronoi_point(next.code, scheme.q);
    overloads = next.point != *nearest;
    if (!best || scheme.mode == BetaChoice::first ||
        SquaredError(x, scheme.beta[p], next.point)
            .is_less_than(SquaredError(x, scheme.beta[best->beta_index], best->point)))
      best = next;
  }
  return best;
}

}  // namespace

EncodedBlock clearly_encoded(const LatticeScheme& scheme, const BlockTarget& x) {
  if (!(x.error < std::numeric_limits<double>::infinity())) throw Unclear();
  if (const std::optional<EncodedBlock> found = encoded_in_double(scheme, x)) return *found;
  if (x.error > 0) throw Unclear();
  ScaledCodes<Rational> codes{scheme.q, {}};
  for (const Beta& beta : scheme.beta) codes.beta.push_back(beta.exact);
  const auto block = reference::encode_block(x.exact(), codes, scheme.mode);
  return {block.code, block.beta_index, reference::voronoi_point(block.code, scheme.q)};
}

}  // namespace quantcheck::check
