// LDLQ over some rows: the sweep, with a lattice quantizer in place of the decisions of a panel. This is
// kernel text, compiled once for each target.

/// The targets of a panel for a group of sixteen rows.
inline Coordinates<Floats> load_targets(const SweepScratch& scratch, Index group, Index position) {
  constexpr Index width = strip_rows<float>;
  const Index strip = group / strip_vectors;
  const Index lane = group % strip_vectors * Floats::lanes;
  const float* at = scratch.error.strip(strip) + position * width + lane;
  const float* sums = scratch.sums + strip * panel_columns * width + lane;
  Coordinates<Floats> target;
  QUANTCHECK_UNROLL
  for (Index c = 0; c < panel_columns; ++c) target[c] = load(at + c * width) + load(sums + c * width);
  return target;
}

/// Stores e = w - beta y in the place of the targets, where y is what the code decodes to.
inline void store_errors(const SweepScratch& scratch, Index group, Index position,
                         const Coordinates<Floats>& y, Floats minus_beta) {
  constexpr Index width = strip_rows<float>;
  const Index strip = group / strip_vectors;
  const Index at = position * width + group % strip_vectors * Floats::lanes;
  const float* weight = scratch.weight.strip(strip) + at;
  float* error = scratch.error.strip(strip) + at;
  QUANTCHECK_UNROLL
  for (Index c = 0; c < panel_columns; ++c)
    store(error + c * width, fma(minus_beta, y[c], load(weight + c * width)));
}

inline Floats minus_beta_of(const ScaledEncoding& codes, Floats index) {
  Floats result = Floats::of(-codes.beta[0]);
  for (int p = 1; p < codes.betas; ++p) {
    const Floats number = Floats::of(static_cast<float>(p));
    const Floats factor = Floats::of(-codes.beta[p]);
    result = select(equal(index, number), factor, result);
  }
  return result;
}

/// Stores the codes of lattice block `block` for sixteen rows from `row` on, or as many of them as there are.
inline void store_row_codes(const ScaledEncoding& codes, const Chosen& chosen, Index g, const Ratio& ratio,
                            Index row, Index end, Index blocks, Index block) {
  const Coordinates<Floats> entries = code_of(chosen.point.block[g], ratio);
  std::uint8_t code[8 * group_blocks], beta_index[group_blocks], overload[group_blocks];
  store_codes(code, entries);
  store_bytes(beta_index, chosen.index[g]);
  store_bytes(overload, chosen.overload[g]);
  for (Index lane = 0; lane < group_blocks && row + lane < end; ++lane) {
    const Index from = block_in_lane[lane];
    const Index to = (row + lane) * blocks + block;
    __builtin_memcpy(codes.code + 8 * to, code + 8 * from, 8);
    codes.beta_index[to] = beta_index[from];
    codes.overload[to] = overload[from];
  }
}

/// Quantizes the targets of a panel, and returns whether all of them could be encoded.
template <bool first>
bool quantize_panel(const LdlqSweep& job, const SweepScratch& scratch, const Ratio& ratio, Index panel,
                    Index begin, Index end) {
  const Index position = panel * panel_columns;
  const Index all_groups = (end - begin + group_blocks - 1) / group_blocks;
  const Index blocks = (job.sweep.weight.cols + panel_columns - 1) / panel_columns;
  const Index block = job.last_first ? blocks - 1 - panel : panel;
  for (Index from = 0; from < all_groups; from += batch_groups) {
    const Index groups = all_groups - from < batch_groups ? all_groups - from : batch_groups;
    Groups target;
    for (Index g = 0; g < groups; ++g) target.block[g] = load_targets(scratch, from + g, position);
    const Chosen chosen = choose_groups<first>(job.codes, target, groups, ratio);
    if (!chosen.encodable) return false;
    for (Index g = 0; g < groups; ++g) {
      const Coordinates<Floats> least = least_of(residuals_of(chosen.point.block[g], ratio));
      store_errors(scratch, from + g, position, least, minus_beta_of(job.codes, chosen.index[g]));
      store_row_codes(job.codes, chosen, g, ratio, begin + (from + g) * group_blocks, end, blocks, block);
    }
  }
  return true;
}

template <bool first>
Index ldlq_with(const LdlqSweep& job, const SweepScratch& scratch, Index begin, Index end) {
  const Sweep& sweep = job.sweep;
  const Index strips = (end - begin + strip_rows<float> - 1) / strip_rows<float>;
  const Index panels = (sweep.weight.cols + panel_columns - 1) / panel_columns;
  const Ratio ratio = ratio_of(static_cast<float>(job.codes.q));
  load_weights(sweep, scratch, begin, end);
  for (Index panel = 0; panel < panels; ++panel) scratch.blocks_added[panel] = 0;
  for (Index panel = 0; panel < panels; ++panel) {
    const Index own_block = panel / block_panels;
    if (panel % block_panels == 0)
      add_blocks(sweep, scratch, strips, panel, panels < panel + block_panels ? panels : panel + block_panels,
                 own_block);
    sum_own_block<Floats>(scratch.error, 0, strips, sweep.panels, panel, own_block * block_columns,
                          panel * panel_columns, scratch.sums);
    if (!quantize_panel<first>(job, scratch, ratio, panel, begin, end)) return panel;
  }
  return panels;
}

Index ldlq_rows(const LdlqSweep& job, const SweepScratch& scratch, Index begin, Index end) {
  return job.codes.first ? ldlq_with<true>(job, scratch, begin, end)
                         : ldlq_with<false>(job, scratch, begin, end);
}
