// The rows of N = U^-1, and what is made of them. This is kernel text, compiled once for each target.

/// Computes the rows of N that are in strips first .. first + strips - 1. Row i is 0 before column i, and
/// solves
///     n_ij = delta_ij - sum_{k < j} n_ik U_kj.
/// Calls done(panel) when the eight columns of a panel are in `rows`. Columns are solved by blocks of 256,
/// since what one block of positions contributes to them then stays in the cache.
template <class Done>
void solve_inverse_rows(const Panels<const double>& negative, Index in, Index first, Index strips,
                        const Strips<double>& rows, double* sums, const Done& done) {
  constexpr Index width = strip_rows<double>;
  const Index begin = first * width / block_columns * block_columns;
  for (Index s = 0; s < strips; ++s) {
    double* strip = rows.strip(s);
    for (Index k = begin * width; k < in * width; ++k) strip[k] = 0;
    for (Index lane = 0; lane < width; ++lane) strip[((first + s) * width + lane) * width + lane] = 1;
  }
  for (Index block = begin; block < in; block += block_columns) {
    const Index end = (in - block < block_columns ? in : block + block_columns) / panel_columns;
    for (Index k = begin; k < block; k += block_columns)
      for (Index panel = block / panel_columns; panel < end; ++panel)
        add_block<Doubles>(rows, 0, strips, negative, panel, k);
    for (Index panel = block / panel_columns; panel < end; ++panel) {
      solve_panel<Doubles>(rows, 0, strips, negative, block, panel, 0, panel_columns, sums, Keep());
      done(panel);
    }
  }
}

/// Writes these rows to the panels `to`.
void invert_rows(const Panels<const double>& negative, Index in, Index first, Index strips,
                 const Strips<double>& rows, double* sums, const Panels<float>& to) {
  constexpr Index width = strip_rows<double>;
  solve_inverse_rows(negative, in, first, strips, rows, sums, [&](Index panel) {
    for (Index s = 0; s < strips; ++s) {
      const double* tile = rows.strip(s) + panel * panel_columns * width;
      for (Index lane = 0; lane < width; ++lane) {
        const Index row = (first + s) * width + lane;
        if (row >= (panel + 1) * panel_columns) break;
        for (Index c = 0; c < panel_columns; ++c)
          to.panel(panel)[row * panel_columns + c] =
              panel * panel_columns + c > row ? static_cast<float>(tile[c * width + lane]) : 0.0f;
      }
    }
  });
}

/// Writes sum_j |n_ij| x_j for each of these rows to to[i]: a chain of fused operations from 0, j ascending.
void sum_inverse_rows(const Panels<const double>& negative, Index in, Index first, Index strips,
                      const Strips<double>& rows, double* sums, const double* x, double* to) {
  constexpr Index width = strip_rows<double>;
  double* own = to + first * width;
  for (Index i = 0; i < strips * width; ++i) own[i] = 0;
  solve_inverse_rows(negative, in, first, strips, rows, sums, [&](Index panel) {
    for (Index i = 0; i < strips * width; i += Doubles::lanes) {
      const double* tile = rows.strip(i / width) + panel * panel_columns * width + i % width;
      Doubles sum = load(own + i);
      QUANTCHECK_UNROLL
      for (Index c = 0; c < panel_columns; ++c)
        sum = fma(abs(load(tile + c * width)), Doubles::of(x[panel * panel_columns + c]), sum);
      store(own + i, sum);
    }
  });
}
