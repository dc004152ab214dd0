// The rows of a layer in chunks, so that what is computed of them takes little memory.
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include <quantcheck/optimized/parallel/stop.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// The number of decisions in a chunk of rows: their numbers take some 32 MiB for each kind.
inline constexpr Index decisions_together = Index{1} << 22;

/// The number of rows of `in` columns that make a chunk.
inline Index rows_together(Index in) { return std::max(decisions_together / in, Index{16}); }

/// Calls visit(chunk) for one chunk of `rows` after the other. Throws Cancelled between them where the thread
/// is to stop.
template <class Visit>
void for_chunks(const std::vector<Index>& rows, Index in, const Visit& visit) {
  for (Index first = 0; first < std::ssize(rows); first += rows_together(in)) {
    optimized::end_if_stopped();
    const Index end = std::min(first + rows_together(in), std::ssize(rows));
    visit(std::vector<Index>(rows.begin() + first, rows.begin() + end));
  }
}

/// The same for the rows 0 .. out - 1.
template <class Visit>
void for_chunks(Index out, Index in, const Visit& visit) {
  std::vector<Index> rows(static_cast<std::size_t>(out));
  std::iota(rows.begin(), rows.end(), Index{0});
  for_chunks(rows, in, visit);
}

}  // namespace quantcheck::check
