// One block of columns of the factorization, in double or in pairs of doubles. This is kernel text, compiled
// once for each target.
//
// L D L^T of the Hessian in reversed order is U D U^T of it in processing order. Row r of L D solves
//     (L D)_rj = h_rj - sum_{k < j} (L D)_rk L_jk,
// as a target of the nearest plane does, but nothing is rounded to a grid.

/// Writes rows k = begin .. end - 1 of panel `panel` of -L.
template <class V>
void negate_rows(const FactorBlock<typename V::Scalar>& block, Index panel, Index begin, Index end) {
  using T = typename V::Scalar;
  const T* rows = block.rows.strip(panel / 2) + panel % 2 * V::lanes;
  T* to = block.panels.panel(panel);
  const V zero = V::of(0.0);
  for (Index k = begin; k < end; ++k) {
    const V pivot = V::of(block.pivots[k]);
    store(to + k * panel_columns, zero - load(rows + k * strip_rows<T>) / pivot);
  }
}

template <class V>
void update_rows(const FactorBlock<typename V::Scalar>& block, Index begin, Index end) {
  for (Index k = 0; k < block.begin; k += block_columns) {
    const Index depth = block.begin - k < block_columns ? block.begin - k : block_columns;
    for (Index panel = block.begin / panel_columns; panel < block.end / panel_columns; ++panel) {
      const Index diagonal = panel / 2;  // the strip that ends with this panel or the next
      add_block<V>(block.rows, begin < diagonal ? diagonal : begin, end, block.panels, panel, k, depth);
    }
  }
}

/// Computes the pivots of eight columns, and their triangle of -L, from the eight rows of the diagonal there.
/// Stops at a pivot that is not above its least value.
template <class V>
BadPivot pivot_panel(const FactorBlock<typename V::Scalar>& block, Index panel,
                     const typename V::Scalar* sums) {
  using T = typename V::Scalar;
  constexpr Index width = strip_rows<T>;
  const Index position = panel * panel_columns;
  const T* rows = block.rows.strip(panel / 2) + position * width + panel % 2 * V::lanes;
  T* triangle = block.panels.panel(panel) + position * panel_columns;
  const V zero = V::of(0.0);
  V sum[panel_columns];
  for (Index c = 0; c < panel_columns; ++c) sum[c] = load(sums + c * width + panel % 2 * V::lanes);
  for (Index c = 0; c < panel_columns; ++c) {
    const V column = load(rows + c * width) + sum[c];
    T lanes[V::lanes];
    store(lanes, column);
    const T pivot = lane_of(lanes, c);
    if (!(leading(pivot) > block.least_pivot[position + c])) return {position + c, leading(pivot)};
    block.pivots[position + c] = pivot;
    const V divisor = V::of(pivot);
    store(lanes, zero - column / divisor);
    for (Index done = 0; done <= c; ++done) set_lane(lanes, done, T());
    store(triangle + c * panel_columns, load(lanes));
    for (Index later = c + 1; later < panel_columns; ++later) {
      const V entry = V::of(lane_of(lanes, later));
      sum[later] = fma(column, entry, sum[later]);
    }
  }
  return {};
}

template <class V>
BadPivot factor_diagonal(const FactorBlock<typename V::Scalar>& block, typename V::Scalar* sums) {
  using T = typename V::Scalar;
  constexpr Index tile = panel_columns * strip_rows<T>;
  const Index end = block.end / strip_rows<T>;
  for (Index panel = block.begin / panel_columns; panel < block.end / panel_columns; ++panel) {
    const Index position = panel * panel_columns;
    const Index first = position / strip_rows<T>;
    negate_rows<V>(block, panel, block.begin, position);
    sum_own_block<V>(block.rows, first, end, block.panels, panel, block.begin, position, sums);
    const BadPivot bad = pivot_panel<V>(block, panel, sums);
    if (bad.step >= 0) return bad;
    const T* triangle = block.panels.panel(panel) + position * panel_columns;
    for (Index s = first; s < end; ++s)
      solve_columns<V, 1, true>(block.rows, s, panel, 0, panel_columns, triangle, sums + (s - first) * tile,
                                Keep());
  }
  return {};
}

template <class V>
void solve_rows(const FactorBlock<typename V::Scalar>& block, Index begin, Index end,
                typename V::Scalar* sums) {
  for (Index panel = block.begin / panel_columns; panel < block.end / panel_columns; ++panel)
    solve_panel<V>(block.rows, begin, end, block.panels, block.begin, panel, 0, panel_columns, sums, Keep());
}
