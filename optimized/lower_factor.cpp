#include <algorithm>

#include <quantcheck/optimized/lower_factor.h>
#include <quantcheck/optimized/parallel/team.h>

namespace quantcheck::optimized {
namespace {

constexpr Index width = strip_rows<double>;
constexpr Index most_strips = block_columns / width;  // of rows that are worked on together

void read_block(const ReversedHessian& hessian, const FactorBlock& block, Index begin, Index end) {
  for (Index s = begin; s < end; ++s)
    hessian.read(s, block.begin, std::min(block.end, (s + 1) * width),
                 block.rows.strip(s) + block.begin * width);
}

std::vector<double> least_pivots(const ReversedHessian& hessian) {
  const Index in = static_cast<Index>(hessian.columns.size());
  std::vector<double> least(in, 0.0);
  for (Index k = 0; k < in; ++k)
    if (hessian.columns[k] >= 0)
      least[k] = static_cast<double>(in + 1) * 0x1p-53 * hessian.diagonal[hessian.columns[k]];
  return least;
}

}  // namespace

LowerFactor factor_lower(const Kernels& kernels, const ReversedHessian& hessian, int threads) {
  const Index in = static_cast<Index>(hessian.columns.size());
  const Index strips = in / width;
  const Index together = in >= 16 * block_columns ? most_strips : most_strips / 2;
  LowerFactor factor{in, Buffer<double>(lower_strip_offset(strips)), std::vector<double>(in), {}};
  const std::vector<double> least = least_pivots(hessian);
  const Index all_panels = in / panel_columns;
  Buffer<double> panels(panel_offset(all_panels) -
                        panel_offset(std::max<Index>(0, all_panels - block_panels)));
  const Index room = most_strips * width * panel_columns;
  Buffer<double> sums(room * threads);

  run_team(threads, [&](Team& team, int rank) {
    double* own_sums = sums.data() + rank * room;
    for (Index begin = 0; begin < in; begin += block_columns) {
      const Index end = std::min(begin + block_columns, in);
      const FactorBlock block{begin,
                              end,
                              {factor.entries.data()},
                              {panels.data(), begin / panel_columns},
                              factor.pivots.data(),
                              least.data()};
      const Index panel_end = end / panel_columns;
      for (Index p = block.panels.first + team.next(); p < panel_end; p = block.panels.first + team.next())
        kernels.negate_rows(block, p, 0, begin);
      team.wait();

      // The diagonal is done by one thread, first, while the others bring the rows below up to it.
      const Index below = end / width;
      const Index chunks = (strips - below + together - 1) / together;
      for (Index task = team.next(); task <= chunks; task = team.next()) {
        const Index first = task == 0 ? begin / width : below + (task - 1) * together;
        const Index last = task == 0 ? below : std::min(first + together, strips);
        read_block(hessian, block, first, last);
        kernels.update_rows(block, first, last);
        if (task == 0) factor.bad = kernels.factor_diagonal(block, own_sums);
      }
      team.wait();
      if (factor.bad.step >= 0) return;

      for (Index task = team.next(); task < chunks; task = team.next()) {
        const Index first = below + task * together;
        kernels.solve_rows(block, first, std::min(first + together, strips), own_sums);
      }
      team.wait();
    }
  });
  return factor;
}

}  // namespace quantcheck::optimized
