// The sweep over some rows: it loads the weights, fits the grid, decides column after column, and stores the
// codes. This is kernel text, compiled once for each target.

template <class Decide>
void decide_columns(const Sweep& sweep, const SweepScratch& scratch, Index strips, Index begin, Index end,
                    const Decide& decide) {
  for (Index panel = begin / panel_columns; panel * panel_columns < end; ++panel) {
    const Index position = panel * panel_columns;
    const Index own_block = position / block_columns;
    for (; scratch.blocks_added[panel] < own_block; ++scratch.blocks_added[panel])
      add_block<Floats>(scratch.error, 0, strips, sweep.panels, panel,
                        scratch.blocks_added[panel] * block_columns);
    solve_panel<Floats>(scratch.error, 0, strips, sweep.panels, own_block * block_columns, panel,
                        begin > position ? begin - position : 0,
                        end < position + panel_columns ? end - position : panel_columns, scratch.sums,
                        decide);
  }
}

/// Adds to the targets of panels first .. last - 1 those blocks of 256 positions before number `block` that
/// they have not had.
void add_blocks(const Sweep& sweep, const SweepScratch& scratch, Index strips, Index first, Index last,
                Index block) {
  for (Index b = 0; b < block; ++b) {
    for (Index panel = first; panel < last; ++panel) {
      if (scratch.blocks_added[panel] != b) continue;
      add_block<Floats>(scratch.error, 0, strips, sweep.panels, panel, b * block_columns);
      ++scratch.blocks_added[panel];
    }
  }
}

/// Fits a group's grid to its weights as compensated for the errors of all columns before `begin`. To find
/// these, the group's columns are gone through once without rounding, and then put back as they were.
void fit_current(const Sweep& sweep, const SweepScratch& scratch, Index strips, Index begin, Index end) {
  constexpr Index width = strip_rows<float>;
  const Index first_panel = begin / panel_columns;
  const Index last_panel = (end + panel_columns - 1) / panel_columns;
  const Index first = first_panel * panel_columns * width;
  const Index count = last_panel * panel_columns * width - first;
  const Index block = begin / block_columns;
  add_blocks(sweep, scratch, strips, first_panel, last_panel, block);
  for (Index s = 0; s < strips; ++s)
    __builtin_memcpy(scratch.saved + s * count, scratch.error.strip(s) + first, count * sizeof(float));
  decide_columns(sweep, scratch, strips, begin, end, Compensated{scratch, sweep.on_inverse});
  for (Index s = 0; s < strips; ++s)
    __builtin_memcpy(scratch.error.strip(s) + first, scratch.saved + s * count, count * sizeof(float));
  for (Index panel = first_panel; panel < last_panel; ++panel) scratch.blocks_added[panel] = block;
  const Index group = sweep.grid.group_of[begin];
  for (Index s = 0; s < strips; ++s)
    fit_groups(sweep.grid, scratch, s, reinterpret_cast<const float*>(scratch.code.strip(s)), begin, end,
               group, group + 1);
}

void decide_all(const Sweep& sweep, const SweepScratch& scratch, Index strips) {
  const Index in = sweep.weight.cols;
  const Index group_size = sweep.grid.current ? sweep.grid.group_size : in;
  const Nearest decide{scratch, sweep.grid, sweep.on_inverse};
  for (Index begin = 0; begin < in; begin += block_columns) {
    const Index end = in < begin + block_columns ? in : begin + block_columns;
    add_blocks(sweep, scratch, strips, begin / panel_columns, (end + panel_columns - 1) / panel_columns,
               begin / block_columns);
    for (Index k = begin; k < end;) {
      const Index group = k / group_size * group_size;
      const Index group_end = group + group_size;
      if (sweep.grid.current && k == group)
        fit_current(sweep, scratch, strips, group, in < group_end ? in : group_end);
      const Index stop = group_end < end ? group_end : end;
      decide_columns(sweep, scratch, strips, k, stop, decide);
      k = stop;
    }
  }
}

void sweep_rows(const Sweep& sweep, const SweepScratch& scratch, Index begin, Index end) {
  const Index in = sweep.weight.cols;
  const Index strips = (end - begin + strip_rows<float> - 1) / strip_rows<float>;
  load_weights(sweep, scratch, begin, end);
  for (Index panel = 0; panel * panel_columns < in; ++panel) scratch.blocks_added[panel] = 0;
  if (sweep.grid.given) {
    load_grid(sweep, scratch, begin, end);
  } else if (!sweep.grid.current) {
    for (Index s = 0; s < strips; ++s)
      fit_groups(sweep.grid, scratch, s, scratch.weight.strip(s), 0, in, 0, sweep.grid.groups);
  }
  decide_all(sweep, scratch, strips);
  store_codes(sweep, scratch, begin, end);
  if (!sweep.grid.given) store_grid(sweep, scratch, begin, end);
}
