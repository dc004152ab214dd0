#include <quantcheck/proofs_check/judge/lattice/fault.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

Block<double> scaled(const E8Point& point, const Beta& beta) {
  Block<double> values;
  for (std::size_t i = 0; i < 8; ++i) values[i] = beta.rounded * static_cast<double>(point.twice[i]) / 2;
  return values;
}

}  // namespace

BlockFault fault_of(const LatticeScheme& scheme, const BlockTarget& x, const CodedBlock& block,
                    const BlockFinding& finding) {
  BlockFault fault;
  fault.finding = finding;
  fault.target = x.rounded;
  fault.coded = {block.code, block.beta_index};
  if (finding.stands_for) fault.point = scaled(*finding.stands_for, scheme.beta[block.beta_index]);
  ScaledCodes<Rational> codes{scheme.q, {}};
  for (const Beta& beta : scheme.beta) codes.beta.push_back(beta.exact);
  try {
    const auto expected = reference::encode_block(x.exact(), codes, scheme.mode);
    fault.expected = {expected.code, expected.beta_index};
    fault.expected_point =
        scaled(reference::voronoi_point(expected.code, scheme.q), scheme.beta[expected.beta_index]);
  } catch (const Error&) {  // the target is out of the range of the reference
  }
  return fault;
}

}  // namespace quantcheck::check
