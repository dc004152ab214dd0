// Solutions for one right-hand side with a trailing block of the factor U. This is kernel text, compiled once
// for each target.

/// The sum of the eight products of a line of a panel and x.
double sum_of_products(const double* line, Doubles x) {
  double lanes[Doubles::lanes];
  store(lanes, load(line) * x);
  return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}

/// Replaces x by the solution y of U y = x, of which positions begin .. in - 1 count: the last panel of
/// columns comes first, and takes its part from all positions before it. Before `begin`, positions from the
/// multiple of 8 on are scratch.
void solve_trailing(const Panels<const double>& negative, Index begin, Index in, double* x) {
  const Index first = begin / panel_columns;
  for (Index panel = in / panel_columns - 1; panel >= first; --panel) {
    const Index position = panel * panel_columns;
    const double* entries = negative.panel(panel);
    for (Index c = panel_columns - 1; c >= 0; --c)
      for (Index row = 0; row < c; ++row)
        x[position + row] += x[position + c] * entries[(position + row) * panel_columns + c];
    const Doubles solved = load(x + position);
    for (Index row = first * panel_columns; row < position; ++row)
      x[row] += sum_of_products(entries + row * panel_columns, solved);
  }
}

/// Replaces x by the solution y of U^T y = x. The eight columns of a panel have a chain for each block of 256
/// positions before them, one added after another. Before `begin`, x is 0 from the multiple of 8 on.
void solve_trailing_transposed(const Panels<const double>& negative, Index begin, Index in, double* x) {
  const Index first = begin / panel_columns * panel_columns;
  for (Index position = first; position < in; position += panel_columns) {
    const double* entries = negative.panel(position / panel_columns);
    Doubles total = load(x + position);
    for (Index block = first; block < position; block += block_columns) {
      const Index end = position - block < block_columns ? position : block + block_columns;
      Doubles sum = Doubles::of(0.0);
      for (Index row = block; row < end; ++row)
        sum = fma(Doubles::of(x[row]), load(entries + row * panel_columns), sum);
      total = total + sum;
    }
    store(x + position, total);
    for (Index c = 0; c < panel_columns; ++c)
      for (Index later = c + 1; later < panel_columns; ++later)
        x[position + later] += x[position + c] * entries[(position + c) * panel_columns + later];
  }
}
