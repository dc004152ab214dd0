#include <quantcheck/proofs_check/judge/lattice/judge.h>

#include <algorithm>

#include <quantcheck/proofs_check/judge/lattice/admissible.h>
#include <quantcheck/proofs_check/judge/lattice/squared_error.h>
#include <quantcheck/proofs_check/judge/lattice/tally.h>
#include <quantcheck/proofs_check/judge/lattice/targets.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {

using reference::BetaChoice;

using reference::Rational;

namespace {

Block<double> scaled(const E8Point& point, const Beta& beta) {
  Block<double> values;
  for (std::size_t i = 0; i < 8; ++i) values[i] = beta.rounded * static_cast<double>(point.twice[i]) / 2;
  return values;
}

BlockFault fault_of(const LatticeScheme& scheme, const BlockTarget& x, const CodedBlock& block,
                    const BlockFinding& finding) {
  BlockFault fault;
  fault.finding = finding;
  fault.target = x.rounded;
  fault.coded = {block.code, block.beta_index};
  if (finding.stands_for) fault.point = scaled(*finding.stands_for, scheme.beta[block.beta_index]);
  reference::ScaledCodes<Rational> codes{scheme.q, {}};
  for (const Beta& beta : scheme.beta) codes.beta.push_back(beta.exact);
  try {
    const auto expected = reference::encode_block(x.exact, codes, scheme.mode);
    fault.expected = {expected.code, expected.beta_index};
    fault.expected_point =
        scaled(reference::voronoi_point(expected.code, scheme.q), scheme.beta[expected.beta_index]);
  } catch (const Error&) {  // out of the reference's range
  }
  return fault;
}

// Of what the block decodes to, over the columns that are values.
double squared_error(const LatticeCase& c, const LatticeScheme& scheme, const BlockPlace& place,
                     const CodedBlock& block) {
  const Block<double> point =
      scaled(reference::voronoi_point(block.code, scheme.q), scheme.beta[block.beta_index]);
  double sum = 0;
  for (Index i = 0; i < block.columns; ++i) {
    const double value = c.values[place.row * c.cols + place.block * lattice_block + i];
    const double error = value - (block.decoded != nullptr ? block.decoded[i] : point[i]);
    sum += error * error;
  }
  return sum;
}

// The same if the block took the first scale that round-trips, with the reference's tie rule.
double squared_error_of_first(const LatticeScheme& scheme, const BlockTarget& x, Index columns) {
  double sum = 0;
  for (const Beta& beta : scheme.beta) {
    const ScaledTarget t(x, beta);
    if (!t.in_range) return std::numeric_limits<double>::quiet_NaN();
    const std::vector<E8Point> points = nearest_points(t, 0);
    const E8Point nearest = *std::max_element(points.begin(), points.end());
    const E8Point decoded = reference::voronoi_point(reference::voronoi_code(nearest, scheme.q), scheme.q);
    sum = 0;
    const Block<double> values = scaled(decoded, beta);
    for (Index i = 0; i < columns; ++i) sum += (x.rounded[i] - values[i]) * (x.rounded[i] - values[i]);
    if (decoded == nearest) break;
  }
  return sum;
}

}  // namespace

Arithmetic assumed_arithmetic(const LatticeCase& c) { return c.arithmetic.value_or(Arithmetic::fp32); }

LatticeScheme scheme_of(const LatticeCase& c) {
  LatticeScheme scheme{c.q, c.mode, {}, assumed_arithmetic(c)};
  for (const double beta : c.beta) scheme.beta.push_back({reference::exact(beta), beta});
  return scheme;
}

CodedBlock coded_block(const LatticeCase& c, const BlockPlace& place) {
  CodedBlock block;
  const Index position = place.row * c.blocks() + place.block;
  for (Index i = 0; i < lattice_block; ++i) block.code[i] = c.codes[position * lattice_block + i];
  block.beta_index = c.beta_index[position];
  block.columns = std::min(lattice_block, c.cols - place.block * lattice_block);
  if (!c.decoded.empty()) block.decoded = &c.decoded[place.row * c.cols + place.block * lattice_block];
  block.decoded_format = c.decoded_format;
  return block;
}

LatticeJudgement judge(const LatticeCase& c, const Progress& progress) {
  if (!c.hessian.empty()) throw Error(c.name + ": LDLQ files are not judged by this version");
  const LatticeScheme scheme = scheme_of(c);
  const RowTargets row_targets = value_targets(c);
  const bool first = c.mode == BetaChoice::first;
  LatticeJudgement result;
  bool unresolved = false;
  double sum = 0;
  double first_sum = 0;
  for (Index row = 0; row < c.rows; ++row) {
    if (progress) progress("judging rows", row, c.rows);
    const std::vector<BlockTarget> targets = row_targets(row);
    const Index wrong_before = result.wrong;
    for (Index b = 0; b < c.blocks(); ++b) {
      const BlockPlace place{row, b};
      const BlockTarget& x = targets[b];
      const CodedBlock block = coded_block(c, place);
      const BlockFinding finding = judge_block(scheme, x, block, 0);
      add_block(result, place, finding);
      unresolved = unresolved || finding.unresolved;
      if (first && finding.overloads() && block.beta_index + 1 < std::ssize(c.beta))
        result.passed.push_back(place);
      if (finding.verdict() == Verdict::wrong && !result.first_wrong) {
        result.first_wrong = fault_of(scheme, x, block, finding);
        result.first_wrong->place = place;
        result.first_wrong->step = b;
      }
      sum += squared_error(c, scheme, place, block);
      if (first) first_sum += squared_error_of_first(scheme, x, block.columns);
    }
    result.wrong_rows += result.wrong > wrong_before;
  }
  const auto count = static_cast<double>(c.rows * c.cols);
  result.squared_error = finite(sum / count);
  if (first) result.first_squared_error = finite(first_sum / count);
  conclude(result, unresolved);
  return result;
}

}  // namespace quantcheck::check
