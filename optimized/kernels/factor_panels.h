// The factor in the form that the sweep reads, panels of U, and in the form that products with it read. This
// is kernel text, compiled once for each target.

/// Writes a panel of U, or of -U, from L D. Position i of the processing order is row in - 1 - i of L.
template <class V, bool negated, class To>
void write_panel_of(const LowerStrips<typename V::Scalar>& rows, const typename V::Scalar* pivots, Index in,
                    Index panel, To* to) {
  using T = typename V::Scalar;
  constexpr Index width = strip_rows<T>;
  constexpr Index line_entries = 64 / static_cast<Index>(sizeof(T));
  const Index first_column = in - (panel + 1) * panel_columns;  // the column of L that is the panel's last
  V divisor[panel_columns];
  for (Index c = 0; c < panel_columns; ++c) {
    const T pivot = pivots[first_column + c];
    divisor[c] = V::of(negated ? negative(pivot) : pivot);
  }
  const Index first_strip = first_column / width;
  for (Index s = in / width - 1; s >= first_strip; --s) {
    const T* strip = rows.strip(s) + first_column * width;
    // Each strip's part is far from that of the strip before, and no hardware foresees it.
    const T* next = rows.strip(s > 2 ? s - 2 : 0) + first_column * width;
    for (Index i = 0; i < panel_columns * width; i += line_entries) __builtin_prefetch(next + i);
    T entries[panel_columns][width];
    for (Index c = 0; c < panel_columns; ++c)
      for (Index lane = 0; lane < width; lane += V::lanes)
        store(entries[c] + lane, load(strip + c * width + lane) / divisor[c]);
    To* line = to + (in - (s + 1) * width) * panel_columns;
    for (Index lane = width - 1; lane >= 0; --lane, line += panel_columns) {
      const Index left = s * width + lane - first_column;  // entries of this row before its diagonal
      if (left < 0) break;
      const Index vector = lane / V::lanes * V::lanes;
      for (Index c = 0; c < panel_columns; ++c)
        set_lane(line, c, static_cast<To>(lane_of(entries[panel_columns - 1 - c] + vector, lane - vector)));
      for (Index c = 0; c < panel_columns - left; ++c) set_lane(line, c, To());
    }
  }
}

void write_panel(const LowerStrips<double>& rows, const double* pivots, Index in, Index panel, float* to) {
  write_panel_of<Doubles, false>(rows, pivots, in, panel, to);
}

template <class V>
void write_negative_panel(const LowerStrips<typename V::Scalar>& rows, const typename V::Scalar* pivots,
                          Index in, Index panel, typename V::Scalar* to) {
  write_panel_of<V, true>(rows, pivots, in, panel, to);
}
