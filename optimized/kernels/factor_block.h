// One block of columns of the factorization, in double. This is kernel text, compiled once for each target.
//
// L D L^T of the Hessian in reversed order is U D U^T of it in processing order. Row r of L D solves
//     (L D)_rj = h_rj - sum_{k < j} (L D)_rk L_jk,
// as a target of the nearest plane does, but nothing is rounded to a grid.

/// Writes rows k = begin .. end - 1 of panel `panel` of -L.
void negate_rows(const FactorBlock& block, Index panel, Index begin, Index end) {
  const double* rows = block.rows.strip(panel / 2) + panel % 2 * Doubles::lanes;
  double* to = block.panels.panel(panel);
  const Doubles zero = Doubles::of(0.0);
  for (Index k = begin; k < end; ++k) {
    const Doubles pivot = Doubles::of(block.pivots[k]);
    store(to + k * panel_columns, zero - load(rows + k * strip_rows<double>) / pivot);
  }
}

void update_rows(const FactorBlock& block, Index begin, Index end) {
  for (Index k = 0; k < block.begin; k += block_columns) {
    const Index depth = block.begin - k < block_columns ? block.begin - k : block_columns;
    for (Index panel = block.begin / panel_columns; panel < block.end / panel_columns; ++panel) {
      const Index diagonal = panel / 2;  // the strip that ends with this panel or the next
      add_block<Doubles>(block.rows, begin < diagonal ? diagonal : begin, end, block.panels, panel, k, depth);
    }
  }
}

/// Computes the pivots of eight columns, and their triangle of -L, from the eight rows of the diagonal there.
/// Stops at a pivot that is not above its least value.
BadPivot pivot_panel(const FactorBlock& block, Index panel, const double* sums) {
  constexpr Index width = strip_rows<double>;
  const Index position = panel * panel_columns;
  const double* rows = block.rows.strip(panel / 2) + position * width + panel % 2 * Doubles::lanes;
  double* triangle = block.panels.panel(panel) + position * panel_columns;
  const Doubles zero = Doubles::of(0.0);
  Doubles sum[panel_columns];
  for (Index c = 0; c < panel_columns; ++c) sum[c] = load(sums + c * width + panel % 2 * Doubles::lanes);
  for (Index c = 0; c < panel_columns; ++c) {
    const Doubles column = load(rows + c * width) + sum[c];
    double lanes[Doubles::lanes];
    store(lanes, column);
    const double pivot = lanes[c];
    if (!(pivot > block.least_pivot[position + c])) return {position + c, pivot};
    block.pivots[position + c] = pivot;
    const Doubles divisor = Doubles::of(pivot);
    store(lanes, zero - column / divisor);
    for (Index later = 0; later < panel_columns; ++later) {
      triangle[c * panel_columns + later] = later > c ? lanes[later] : 0.0;
      if (later <= c) continue;
      const Doubles entry = Doubles::of(lanes[later]);
      sum[later] = fma(column, entry, sum[later]);
    }
  }
  return {};
}

BadPivot factor_diagonal(const FactorBlock& block, double* sums) {
  constexpr Index tile = panel_columns * strip_rows<double>;
  const Index end = block.end / strip_rows<double>;
  for (Index panel = block.begin / panel_columns; panel < block.end / panel_columns; ++panel) {
    const Index position = panel * panel_columns;
    const Index first = position / strip_rows<double>;
    negate_rows(block, panel, block.begin, position);
    sum_own_block<Doubles>(block.rows, first, end, block.panels, panel, block.begin, position, sums);
    const BadPivot bad = pivot_panel(block, panel, sums);
    if (bad.step >= 0) return bad;
    const double* triangle = block.panels.panel(panel) + position * panel_columns;
    for (Index s = first; s < end; ++s)
      solve_columns<Doubles, 1, true>(block.rows, s, panel, 0, panel_columns, triangle,
                                      sums + (s - first) * tile, Keep());
  }
  return {};
}

void solve_rows(const FactorBlock& block, Index begin, Index end, double* sums) {
  for (Index panel = block.begin / panel_columns; panel < block.end / panel_columns; ++panel)
    solve_panel<Doubles>(block.rows, begin, end, block.panels, block.begin, panel, 0, panel_columns, sums,
                         Keep());
}
