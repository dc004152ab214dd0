#include <quantcheck/proofs_check/quantize/lattice_sweep.h>

#include <algorithm>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/factor_group.h>
#include <quantcheck/reference/nestquant/scaled_codes.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

constexpr Index width = lattice_block;
constexpr std::size_t rows_of_batch = 32;

// U_ab from the scalar factor S by U_ab S_bb = S_ab.
Matrix<double> upper_of(const CertifiedFactor& factor, Index step) {
  const Index first = step * width;
  const FactorGroup group(factor, first, first + width);
  Matrix<double> upper(first, width);
  for (Index row = 0; row < first; ++row) {
    Block<double> entries;
    for (Index j = 0; j < width; ++j) entries[j] = factor.factor.entry(row, first + j);
    group.solve(entries.data(), &upper(row, 0));
  }
  return upper;
}

// What double finds for a target; the code 0 where it is out of range, which is told when the code is
// certified.
EncodedBlock encoded(const Block<double>& target, const ScaledCodes<double>& codes, BetaChoice choice) try {
  const auto block = reference::encode_block(target, codes, choice);
  return {block.code, block.beta_index, reference::voronoi_point(block.code, codes.q)};
} catch (const Error&) {
  return {};
}

}  // namespace

LatticeSweep::LatticeSweep(const CertifiedFactor& factor)
    : factor_(factor), upper_(static_cast<std::size_t>(factor.factor.in / width)) {
  optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(upper_), [&](Index step) {
    upper_[step] = upper_of(factor, step);
  });
}

void LatticeSweep::encode(LatticeCase& c, std::span<const RestOfRow> rests) const {
  const Order& order = factor_.factor.order;
  const std::vector<double>& scaling = factor_.hessian.scaling;
  const ScaledCodes<double> codes{c.q, c.beta};
  const auto batches = static_cast<Index>((rests.size() + rows_of_batch - 1) / rows_of_batch);
  optimized::team_of(optimized::thread_count(0)).for_each(batches, [&](Index batch) {
    const std::size_t begin = static_cast<std::size_t>(batch) * rows_of_batch;
    const auto some = rests.subspan(begin, std::min(rows_of_batch, rests.size() - begin));
    const auto first_step = std::ranges::min_element(some, {}, &RestOfRow::step)->step;
    Matrix<double> errors(std::ssize(some), c.cols);  // scaled, by step
    const auto take_error = [&](Index r, Index k) {
      const Index at = some[r].row * c.cols + order[k];
      errors(r, k) = (c.values[at] - c.decoded[at]) / scaling[order[k]];
    };
    for (Index r = 0; r < std::ssize(some); ++r)
      for (Index k = 0; k < some[r].step * width; ++k) take_error(r, k);
    for (Index step = first_step; step < c.blocks(); ++step) {
      const Index first = step * width;
      const Index block = c.block_at(step);
      const Matrix<double> sums = errors.leftCols(first) * upper_[step];
      for (Index r = 0; r < std::ssize(some); ++r) {
        if (step < some[r].step) continue;
        Block<double> target;
        for (Index i = 0; i < width; ++i) {
          const Index column = order[first + i];
          target[i] = c.values[some[r].row * c.cols + column] + scaling[column] * sums(r, i);
        }
        store_block(c, some[r].row, block, encoded(target, codes, c.mode));
        for (Index i = 0; i < width; ++i) take_error(r, first + i);
      }
    }
  });
}

void store_block(LatticeCase& c, Index row, Index block, const EncodedBlock& encoded) {
  const Index place = row * c.blocks() + block;
  std::ranges::copy(encoded.code, c.codes.begin() + place * lattice_block);
  c.beta_index[place] = encoded.beta_index;
  const Index columns = std::min(lattice_block, c.cols - block * lattice_block);
  for (Index i = 0; i < columns; ++i)
    c.decoded[row * c.cols + block * lattice_block + i] =
        c.beta[encoded.beta_index] * static_cast<double>(encoded.point.twice[i]) / 2;
}

}  // namespace quantcheck::check
