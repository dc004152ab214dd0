// The solution for the eight columns of a panel, one after another. This is kernel text, compiled once for
// each target.

/// Decides columns from .. to - 1 of the panel. The target of a column is what the strip holds plus the
/// column's chain. decide(target) takes its place, and the products of that with the panel's own triangle
/// continue the chains of the columns after it. `strips` strips go side by side, which hides the latency of
/// the decisions.
template <class V, Index strips, bool whole, class Rows, class Decide>
void solve_columns(const Rows& rows, Index first, Index panel, Index from, Index to,
                   const typename V::Scalar* triangle, const typename V::Scalar* sums, const Decide& decide) {
  constexpr Index width = strip_vectors * V::lanes;
  constexpr Index vectors = strips * strip_vectors;
  if constexpr (whole) {
    from = 0;
    to = panel_columns;
  }
  V sum[panel_columns][vectors];
  QUANTCHECK_UNROLL
  for (Index c = 0; c < panel_columns; ++c) {
    QUANTCHECK_UNROLL
    for (Index v = 0; v < vectors; ++v)
      sum[c][v] = load(sums + (v / strip_vectors * panel_columns + c) * width + v % strip_vectors * V::lanes);
  }
  QUANTCHECK_UNROLL
  for (Index c = 0; c < panel_columns; ++c) {
    if (c < from || c >= to) continue;
    const Index position = panel * panel_columns + c;
    V error[vectors];
    QUANTCHECK_UNROLL
    for (Index v = 0; v < vectors; ++v) {
      const Index strip = first + v / strip_vectors;
      const Index lane = v % strip_vectors * V::lanes;
      typename V::Scalar* at = rows.strip(strip) + position * width + lane;
      error[v] = decide(strip, position, lane, load(at) + sum[c][v]);
      store(at, error[v]);
    }
    QUANTCHECK_UNROLL
    for (Index later = c + 1; later < panel_columns; ++later) {
      const V entry = V::of(lane_of(triangle + c * panel_columns, later));
      QUANTCHECK_UNROLL
      for (Index v = 0; v < vectors; ++v) sum[later][v] = fma(error[v], entry, sum[later][v]);
    }
  }
}

/// Decides columns from .. to - 1 of a panel in strips begin .. end - 1. Their targets have had every
/// position before `block`. `sums` is scratch: one tile for each strip.
template <class V, class Rows, class Factor, class Decide>
void solve_panel(const Rows& rows, Index begin, Index end, const Factor& panels, Index block, Index panel,
                 Index from, Index to, typename V::Scalar* sums, const Decide& decide) {
  constexpr Index tile = panel_columns * strip_vectors * V::lanes;
  const Index position = panel * panel_columns;
  sum_own_block<V>(rows, begin, end, panels, panel, block, position + from, sums);
  const typename V::Scalar* triangle = panels.panel(panel) + position * panel_columns;
  const bool whole = from == 0 && to == panel_columns;
  Index s = begin;
  for (; whole && s + 2 <= end; s += 2)
    solve_columns<V, 2, true>(rows, s, panel, from, to, triangle, sums + (s - begin) * tile, decide);
  for (; s < end; ++s)
    solve_columns<V, 1, false>(rows, s, panel, from, to, triangle, sums + (s - begin) * tile, decide);
}

/// The decision where nothing is quantized: the target itself.
struct Keep {
  template <class V>
  V operator()(Index, Index, Index, V target) const {
    return target;
  }
};
