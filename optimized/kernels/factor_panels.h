// The factor in the form that the sweep reads: panels of U, or of U^-1. This is kernel text, compiled once
// for each target.

/// Writes a panel of U, times the sign, from L D. Position i of the processing order is row in - 1 - i of L.
template <class To>
void write_panel(const LowerStrips& rows, const double* pivots, Index in, Index panel, double sign, To* to) {
  constexpr Index width = strip_rows<double>;
  const Index first_column = in - (panel + 1) * panel_columns;  // the column of L that is the panel's last
  Doubles divisor[panel_columns];
  for (Index c = 0; c < panel_columns; ++c) divisor[c] = Doubles::of(sign * pivots[first_column + c]);
  const Index first_strip = first_column / width;
  for (Index s = in / width - 1; s >= first_strip; --s) {
    const double* strip = rows.strip(s) + first_column * width;
    // Each strip's part is far from that of the strip before, and no hardware foresees it.
    const double* next = rows.strip(s > 2 ? s - 2 : 0) + first_column * width;
    for (Index i = 0; i < panel_columns * width; i += panel_columns) __builtin_prefetch(next + i);
    double entries[panel_columns][width];
    for (Index c = 0; c < panel_columns; ++c)
      for (Index lane = 0; lane < width; lane += Doubles::lanes)
        store(entries[c] + lane, load(strip + c * width + lane) / divisor[c]);
    To* line = to + (in - (s + 1) * width) * panel_columns;
    for (Index lane = width - 1; lane >= 0; --lane, line += panel_columns) {
      const Index left = s * width + lane - first_column;  // entries of this row before its diagonal
      if (left < 0) break;
      for (Index c = 0; c < panel_columns; ++c)
        line[c] = static_cast<To>(entries[panel_columns - 1 - c][lane]);
      for (Index c = 0; c < panel_columns - left; ++c) line[c] = 0;
    }
  }
}

void write_float_panel(const LowerStrips& rows, const double* pivots, Index in, Index panel, float* to) {
  write_panel(rows, pivots, in, panel, 1.0, to);
}

void write_negative_panel(const LowerStrips& rows, const double* pivots, Index in, Index panel, double* to) {
  write_panel(rows, pivots, in, panel, -1.0, to);
}
