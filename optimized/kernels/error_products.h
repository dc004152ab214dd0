// The product of errors and the factor. This is kernel text, compiled once for each target.

/// Adds to `to`, which holds rows e of errors, what makes them v = e U: v_j = e_j + sum_{i < j} e_i U_ij.
/// `errors` holds -e and `negative` -U. With `within` > 0 only i with i / within = j / within count. The sum
/// is a chain for each block of 256 positions, one added after another. Only positions from the panel of
/// `from` on are reached.
void add_error_products(const Panels<const double>& negative, Index from, Index in, Index within,
                        const Strips<double>& errors, Index strips, const Strips<double>& to) {
  constexpr Index width = strip_rows<double>;
  for (Index block = 0; block < in; block += block_columns) {
    const Index block_end = block + block_columns;
    for (Index panel = (from < block ? block : from) / panel_columns; panel < in / panel_columns; ++panel) {
      const Index position = panel * panel_columns;
      const Index first = within > 0 ? position / within * within : 0;
      if (first >= block_end) break;
      const Index begin = first < block ? block : first;
      const Index end = position + panel_columns < block_end ? position + panel_columns : block_end;
      const double* entries = negative.panel(panel) + begin * panel_columns;
      const double* next = negative.panel(panel + 1) + begin * panel_columns;
      for (Index s = 0; s < strips; ++s) {
        if (end - begin == block_columns) prefetch_part(next, s, strips);
        multiply<Doubles, Chain::added>(errors.strip(s) + begin * width, entries, end - begin,
                                        to.strip(s) + position * width);
      }
    }
  }
}
