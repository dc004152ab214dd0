#include <algorithm>
#include <atomic>

#include <quantcheck/optimized/hessian/lower_factor.h>
#include <quantcheck/optimized/parallel/stop.h>
#include <quantcheck/optimized/parallel/team.h>

namespace quantcheck::optimized {
namespace {

constexpr Index most_strips = 16;  // strips of rows that are worked on together

// The width of a block of columns. A wide block makes few passes over the rows, but its diagonal is one
// thread's work, which counts where there are few rows.
Index columns_together(Index in) { return in >= 2048 ? 256 : in >= 1024 ? 128 : 64; }

template <class T>
void read_block(const ReversedHessian& hessian, const FactorBlock<T>& block, Index begin, Index end) {
  for (Index s = begin; s < end; ++s)
    hessian.read(s, block.begin, std::min(block.end, (s + 1) * strip_rows<T>),
                 block.rows.strip(s) + block.begin * strip_rows<T>);
}

std::vector<double> least_pivots(const ReversedHessian& hessian, double relative) {
  const Index in = static_cast<Index>(hessian.columns.size());
  std::vector<double> least(in, 0.0);
  for (Index k = 0; k < in; ++k)
    if (hessian.columns[k] >= 0) least[k] = relative * hessian.diagonal[hessian.columns[k]];
  return least;
}

}  // namespace

template <class T>
LowerFactor<T> factor_lower(const FactorKernels<T>& kernels, const ReversedHessian& hessian, double least,
                            Team& team) {
  const Index in = static_cast<Index>(hessian.columns.size());
  const Index strips = in / strip_rows<T>;
  const Index columns = columns_together(in);
  const Index together = in >= 4096 ? most_strips : most_strips / 2;
  LowerFactor<T> factor{in, Buffer<T>(lower_strip_offset(strips)), std::vector<T>(in), {}};
  const std::vector<double> least_pivot = least_pivots(hessian, least);
  const Index all_panels = in / panel_columns;
  Buffer<T> panels(panel_offset(all_panels) -
                   panel_offset(std::max<Index>(0, all_panels - columns / panel_columns)));
  const Index room = most_strips * strip_rows<T> * panel_columns;
  Buffer<T> sums(room * team.size());

  std::vector<std::atomic<Index>> diagonal_done((in + columns - 1) / columns);
  bool stopped = false;  // written by the caller's thread, and read when all have waited after that

  team.run([&](int rank) {
    T* own_sums = sums.data() + rank * room;
    for (Index begin = 0; begin < in; begin += columns) {
      if (rank == 0) stopped = is_stopped();
      const Index end = std::min(begin + columns, in);
      const FactorBlock<T> block{begin,
                                 end,
                                 {factor.entries.data()},
                                 {panels.data(), begin / panel_columns},
                                 factor.pivots.data(),
                                 least_pivot.data()};
      const Index panel_end = end / panel_columns;
      for (Index p = block.panels.first + team.next(); p < panel_end; p = block.panels.first + team.next())
        kernels.negate_rows(block, p, 0, begin);
      team.wait();
      if (stopped) return;

      // The rows of the diagonal come first. The thread that finishes the last of them factors the diagonal,
      // while the others bring the rows below up to date.
      const Index first_strip = begin / strip_rows<T>;
      const Index below = end / strip_rows<T>;
      const Index diagonal = (below - first_strip + together - 1) / together;
      const Index tasks = diagonal + (strips - below + together - 1) / together;
      std::atomic<Index>& done = diagonal_done[begin / columns];
      for (Index task = team.next(); task < tasks; task = team.next()) {
        const bool above = task < diagonal;
        const Index first = above ? first_strip + task * together : below + (task - diagonal) * together;
        const Index last = std::min(first + together, above ? below : strips);
        read_block(hessian, block, first, last);
        kernels.update_rows(block, first, last);
        if (above && done.fetch_add(1) + 1 == diagonal) factor.bad = kernels.factor_diagonal(block, own_sums);
      }
      team.wait();
      if (factor.bad.step >= 0) return;

      for (Index task = team.next(); task < tasks - diagonal; task = team.next()) {
        const Index first = below + task * together;
        kernels.solve_rows(block, first, std::min(first + together, strips), own_sums);
      }
      team.wait();
    }
  });
  end_if_stopped();
  return factor;
}

template <class T>
Buffer<T> negative_panels(const FactorKernels<T>& kernels, LowerFactor<T>& lower, Team& team) {
  const Index count = lower.in / panel_columns;
  Buffer<T> panels(panel_offset(count));
  team.for_each(count, [&](Index panel) {
    kernels.write_negative_panel({lower.entries.data()}, lower.pivots.data(), lower.in, panel,
                                 panels.data() + panel_offset(panel));
  });
  return panels;
}

template LowerFactor<double> factor_lower(const FactorKernels<double>&, const ReversedHessian&, double,
                                          Team&);
template LowerFactor<Pair> factor_lower(const FactorKernels<Pair>&, const ReversedHessian&, double, Team&);
template Buffer<double> negative_panels(const FactorKernels<double>&, LowerFactor<double>&, Team&);
template Buffer<Pair> negative_panels(const FactorKernels<Pair>&, LowerFactor<Pair>&, Team&);

}  // namespace quantcheck::optimized
