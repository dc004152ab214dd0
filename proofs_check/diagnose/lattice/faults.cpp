#include <quantcheck/proofs_check/diagnose/lattice/faults.h>

#include <algorithm>

#include <quantcheck/proofs_check/diagnose/lattice/wrong_encoders.h>
#include <quantcheck/proofs_check/exact/lattice/admissible.h>
#include <quantcheck/proofs_check/judge/lattice/product.h>
#include <quantcheck/proofs_check/judge/lattice/squared_error.h>
#include <quantcheck/proofs_check/replay/precision.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

// Whether the judge accepts the lattice block as it is described here. Its decoded values may be left out,
// because the same fault may have made them.
bool accepted(const LatticeScheme& scheme, const BlockTarget& x, const CodedBlock& block) {
  const auto passes = [&](const CodedBlock& b) {
    const Verdict verdict = judge_block(scheme, x, b, 0).verdict();
    return verdict != Verdict::wrong && verdict != Verdict::undecided;
  };
  CodedBlock without = block;
  without.decoded = nullptr;
  return passes(block) || passes(without);
}

bool code_and_point_are_right(const BlockFinding& found) {
  return found.code != Verdict::wrong && found.decoded != Verdict::wrong;
}

// In mode first: whether the lattice block overloads although a larger beta was left.
bool passed(const WrongBlock& w) {
  return w.scheme.mode == BetaChoice::first && code_and_point_are_right(w.finding) && w.finding.overloads() &&
         w.block.beta_index + 1 < std::ssize(w.scheme.beta);
}

bool on_boundary(const WrongBlock& w) {
  return passed(w) && reach(w.finding.nearest.twice) == 2 * w.scheme.q;
}

bool other_mode(const WrongBlock& w) {
  LatticeScheme scheme = w.scheme;
  scheme.mode = w.scheme.mode == BetaChoice::opt ? BetaChoice::first : BetaChoice::opt;
  return code_and_point_are_right(w.finding) && accepted(scheme, w.x, w.block);
}

bool shifted_index(const WrongBlock& w, Index shift) {
  CodedBlock block = w.block;
  block.beta_index -= shift;
  return block.beta_index >= 0 && block.beta_index < std::ssize(w.scheme.beta) &&
         accepted(w.scheme, w.x, block);
}

bool undivided_betas(const WrongBlock& w) {
  LatticeScheme scheme = w.scheme;
  for (Beta& beta : scheme.beta) {
    beta.exact /= w.scheme.q;
    beta.rounded = reference::approximate(beta.exact);
  }
  return accepted(scheme, w.x, w.block);
}

bool undivided_values(const WrongBlock& w) {
  LatticeScheme scheme = w.scheme;
  scheme.beta = {{1, 1.0}};
  CodedBlock block = w.block;
  block.beta_index = 0;
  block.decoded = nullptr;
  return judge_block(scheme, w.x, block, 0).code != Verdict::wrong;
}

bool reversed_codes(const WrongBlock& w) {
  CodedBlock block = w.block;
  std::reverse(block.code.begin(), block.code.end());
  return accepted(w.scheme, w.x, block);
}

bool reversed_values(const WrongBlock& w) {
  Block<Rational> x = w.x.exact();
  std::reverse(x.begin(), x.end());
  CodedBlock block = w.block;
  block.decoded = nullptr;
  return accepted(w.scheme, block_target(std::move(x), w.x.error), block);
}

// Whether the coordinates of some nearest point, each put through `remainder`, are the code.
template <class Remainder>
bool is_remainder(const WrongBlock& w, const Remainder& remainder) {
  const ScaledTarget t(w.x, w.scheme.beta[w.block.beta_index]);
  for (const E8Point& point : nearest_points(t, 0)) {
    Block<Code> code = reference::e8_coordinates(point);
    for (Code& c : code) c = remainder(c, w.scheme.q);
    if (code == w.block.code) return true;
  }
  return false;
}

bool decoded_is(const WrongBlock& w, const Block<Code>& twice, const Beta& beta) {
  if (w.block.decoded == nullptr) return false;
  for (Index i = 0; i < w.block.columns; ++i)
    if (!is_product(w.block.decoded[i], beta, twice[i], w.scheme.arithmetic, w.block.decoded_format))
      return false;
  return true;
}

E8Point nearest(const Block<Rational>& t) { return reference::nearest_e8<Rational>(t); }

// The points that the decoder which repairs the parity in the first coordinate makes of a code, with halves
// rounded up and rounded down.
std::vector<E8Point> cheap_points(const Block<Code>& code, Code q) {
  Block<Code> negative = code;
  for (Code& c : negative) c = -c;
  return {reference::voronoi_point(code, q, reference::first_coordinate),
          -1 * reference::voronoi_point(negative, q, reference::first_coordinate)};
}

using Encoder = E8Point (*)(const Block<Rational>&);
using Decoder = std::vector<E8Point> (*)(const Block<Code>&, Code);

// Whether a quantizer with this encoder and decoder makes this lattice block: the code at its beta, and the
// beta by the rule. Where the decoder gives several points at a beta, any of them may be the one that was
// taken.
bool made_by(const WrongBlock& w, Encoder encoder, Decoder decoder) {
  const auto point_at = [&](Index p) { return encoder(ScaledTarget(w.x, w.scheme.beta[p]).exact()); };
  const Index taken = w.block.beta_index;
  const E8Point own = point_at(taken);
  if (reference::voronoi_code(own, w.scheme.q) != w.block.code) return false;
  const auto may = [&](Index p, const auto& asked) {
    const E8Point point = point_at(p);
    const std::vector<E8Point> points = decoder(reference::voronoi_code(point, w.scheme.q), w.scheme.q);
    return std::any_of(points.begin(), points.end(),
                       [&](const E8Point& decoded) { return asked(point, decoded); });
  };
  const bool first = w.scheme.mode == BetaChoice::first;
  const Index end = first ? taken : std::ssize(w.scheme.beta);
  for (Index p = 0; p < end; ++p) {
    const bool passed_over = may(p, [&](const E8Point& point, const E8Point& decoded) {
      if (first) return point != decoded;
      const SquaredError error(w.x, w.scheme.beta[p], decoded);
      return may(taken, [&](const E8Point&, const E8Point& mine) {
        return SquaredError(w.x, w.scheme.beta[taken], mine).beside(error) != Side::outside;
      });
    });
    if (!passed_over) return false;
  }
  return !first || taken + 1 == std::ssize(w.scheme.beta) ||
         may(taken, [](const E8Point& point, const E8Point& decoded) { return point == decoded; });
}

bool cheap_decoder(const WrongBlock& w) {
  if (w.finding.code == Verdict::wrong) return false;
  if (w.finding.decoded != Verdict::wrong) return made_by(w, nearest, cheap_points);
  const std::vector<E8Point> points = cheap_points(w.block.code, w.scheme.q);
  return std::any_of(points.begin(), points.end(), [&](const E8Point& point) {
    return decoded_is(w, point.twice, w.scheme.beta[w.block.beta_index]);
  });
}

bool encoded_by(const WrongBlock& w, const WrongEncoder& encoder) {
  const ScaledTarget t(w.x, w.scheme.beta[w.block.beta_index]);
  if (w.finding.code == Verdict::wrong)
    return reference::voronoi_code(encoder.nearest(t.exact()), w.scheme.q) == w.block.code;
  return w.finding.beta == Verdict::wrong && made_by(w, encoder.nearest, least_points);
}

bool truncated(const WrongBlock& w, bool towards_zero) {
  if (w.finding.decoded != Verdict::wrong) return false;
  for (const E8Point& point : least_points(w.block.code, w.scheme.q)) {
    Block<Code> twice = point.twice;
    for (Code& c : twice)
      if (c % 2 != 0) c -= towards_zero && c < 0 ? -1 : 1;
    if (decoded_is(w, twice, w.scheme.beta[w.block.beta_index])) return true;
  }
  return false;
}

bool unscaled(const WrongBlock& w) {
  if (w.finding.decoded != Verdict::wrong) return false;
  for (const E8Point& point : least_points(w.block.code, w.scheme.q))
    if (decoded_is(w, point.twice, {1, 1.0})) return true;
  return false;
}

bool zeroed(const WrongBlock& w) {
  if (w.finding.decoded == Verdict::wrong) return decoded_is(w, {}, {1, 1.0});
  return w.finding.code == Verdict::wrong && w.block.code == Block<Code>{};
}

// Whether the nearest point was missed because distances were computed as |t|^2 - 2 <t, y> + |y|^2. Each of
// the three is a sum of eight products, which is off by gamma_9 times the sum of the magnitudes (Higham,
// Accuracy and Stability, section 3.1). Together that is at most gamma_9 (|t| + |y|)^2, where |y| is about
// |t|. An excess is half the difference of two distances. So a point that was missed by no more than that may
// have been missed by it.
bool distances_expanded(const WrongBlock& w) {
  if (w.finding.code != Verdict::wrong) return false;
  const ScaledTarget t(w.x, w.scheme.beta[w.block.beta_index]);
  double square = 0;
  for (const double x : t.rounded) square += x * x;
  const double gamma = 9 * unit_roundoff(w.scheme.arithmetic);
  return w.finding.position.excess <= 4 * gamma * (square + 1);
}

bool tail_zeroed(const WrongBlock& w) { return w.block.columns < lattice_block && zeroed(w); }

}  // namespace

std::vector<LatticeFault> lattice_faults() {
  std::vector<LatticeFault> faults{
      {"overload-test",
       "that the published overload test, Q(t / q) = 0, passes although they decode to another "
       "point: t / q lies on the boundary of the cell",
       "test decode(encode(x)) = Q(x) instead, or break ties so that translations keep them", on_boundary},
      {"overload-untested", "that decode to another point while a larger beta was left, with no test of it",
       "go on to the next beta where decode(encode(x)) is not Q(x)", passed},
      {"mode:other", "whose beta the other rule takes (\"opt\" for \"first\", or the other way round)",
       "declare the mode that was used, or use the declared one", other_mode},
      {"beta-index:+1", "whose beta index is one too large", "look at where the index of the beta is stored",
       [](const WrongBlock& w) { return shifted_index(w, 1); }},
      {"beta-index:-1", "whose beta index is one too small", "look at where the index of the beta is stored",
       [](const WrongBlock& w) { return shifted_index(w, -1); }},
      {"betas-undivided", "that fit if betas are divided by q",
       "store beta = bhat / q: the file holds the scales of the lattice, not those of its q-fold cell",
       undivided_betas},
      {"values-undivided", "whose values were not divided by beta", "encode x / beta, not x",
       undivided_values},
      {"codes-reversed", "whose eight codes are in the reversed order",
       "look at the order of the columns of the generator", reversed_codes},
      {"values-reversed", "whose eight values are in the reversed order",
       "look at the order of the coordinates in a block", reversed_values},
      {"remainder:negative", "whose negative coordinates went through a remainder and lost their sign",
       "take (c % q + q) % q: the remainder of a negative integer is negative in C, C++ and CUDA",
       [](const WrongBlock& w) { return is_remainder(w, [](Code c, Code q) { return std::abs(c % q); }); }},
      {"remainder:clamped", "whose coordinates were clamped to 0..q-1 and not reduced modulo q",
       "take the coordinates modulo q",
       [](const WrongBlock& w) {
         return is_remainder(w, [](Code c, Code q) { return std::clamp(c, Code{0}, q - 1); });
       }},
      {"decoder:first-coordinate",
       "decoded by the cheaper decoder that repairs the parity in the first "
       "coordinate (NestQuantM)",
       "say so to whoever reads the codes: they decode to other points than the least of their class",
       cheap_decoder},
      {"decoded:truncated", "whose half-integer coordinates were truncated in decoding",
       "keep the halves: decode twice the point in integers",
       [](const WrongBlock& w) { return truncated(w, true); }},
      {"decoded:floored", "whose half-integer coordinates were rounded down in decoding",
       "keep the halves: decode twice the point in integers",
       [](const WrongBlock& w) { return truncated(w, false); }},
      {"decoded:unscaled", "whose decoded values are not multiplied by beta",
       "multiply the point by its beta", unscaled},
      {"tail-dropped", "at the ends of rows that 8 does not divide: they are coded, or decoded, as zeros",
       "pad such a row with zeros to a multiple of 8, and quantize its last block too", tail_zeroed},
      {"distances-expanded",
       "that missed the nearest point by no more than |t|^2 - 2 <t, y> + |y|^2 loses "
       "in the declared arithmetic, t = x / beta so far from 0",
       "compare |t - y|^2, or subtract a nearby point of the lattice from t first", distances_expanded},
      {"zeroed", "that are coded, or decoded, as if their values were zero",
       "look at how many blocks are visited", zeroed},
  };
  for (const WrongEncoder& encoder : wrong_encoders)
    faults.push_back({encoder.id, encoder.words, encoder.advice,
                      [&encoder](const WrongBlock& w) { return encoded_by(w, encoder); }});
  return faults;
}

}  // namespace quantcheck::check
