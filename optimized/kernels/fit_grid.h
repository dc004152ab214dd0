// The fitting of scales and zeros to the weights of a group. This is kernel text, compiled once for each
// target.

/// Fits the grids of groups first .. last - 1 in one strip of rows to the values at positions
/// begin .. end - 1, which belong to those groups.
void fit_groups(const SweepGrid& grid, const SweepScratch& scratch, Index strip, const float* values,
                Index begin, Index end, Index first, Index last) {
  constexpr Index width = strip_rows<float>;
  const Index cells = grid.groups * width;
  float* low = scratch.fit;
  float* high = low + cells;
  float* best = high + cells;
  float* error = best + cells;
  float* candidate = error + cells;
  float* scale = scratch.scale + strip * cells;
  float* zero = scratch.zero + strip * cells;
  const Floats nothing = Floats::of(0.0f);
  const Floats one = Floats::of(1.0f);
  const Floats levels = Floats::of(grid.levels);
  const Floats half_levels = Floats::of(grid.levels / 2);
  const Floats least = Floats::of(grid.fit_min);
  const Floats most = Floats::of(grid.fit_max);
  const Floats smallest_scale = Floats::of(std::numeric_limits<float>::min());
  const Floats infinity = Floats::of(std::numeric_limits<float>::infinity());

  for (Index cell = first * width; cell < last * width; cell += Floats::lanes) {
    store(low + cell, nothing);
    store(high + cell, nothing);
    store(best + cell, infinity);
  }
  for (Index k = begin; k < end; ++k) {
    for (Index lane = 0; lane < width; lane += Floats::lanes) {
      const Index cell = grid.group_of[k] * width + lane;
      const Floats x = load(values + k * width + lane);
      store(low + cell, min(x, load(low + cell)));
      store(high + cell, max(x, load(high + cell)));
    }
  }
  for (Index cell = first * width; cell < last * width; cell += Floats::lanes) {
    Floats lowest = load(low + cell);
    Floats highest = load(high + cell);
    const FloatMask empty = both(equal(lowest, nothing), equal(highest, nothing));
    lowest = select(empty, nothing - one, lowest);
    highest = select(empty, one, highest);
    const Floats fitted =
        max(grid.symmetric ? max(nothing - lowest, highest) / half_levels : (highest - lowest) / levels,
            smallest_scale);
    store(scale + cell, fitted);
    store(zero + cell, grid.symmetric ? nothing : round_even((nothing - lowest) / fitted));
    store(candidate + cell, fitted);
  }
  if (!grid.least_squares) return;

  for (Index percent = 100; percent > 20; --percent) {
    const Floats share = Floats::of(static_cast<float>(percent) / 100.0f);
    for (Index cell = first * width; cell < last * width; cell += Floats::lanes) {
      store(candidate + cell, max(load(scale + cell) * share, smallest_scale));
      store(error + cell, nothing);
    }
    for (Index k = begin; k < end; ++k) {
      for (Index lane = 0; lane < width; lane += Floats::lanes) {
        const Index cell = grid.group_of[k] * width + lane;
        const Floats x = load(values + k * width + lane);
        const Floats step = load(candidate + cell);
        const Floats z = load(zero + cell);
        const Floats steps = min(max(round_to_integer(x / step, grid.rounding), least - z), most - z);
        const Floats miss = fma(nothing - step, steps, x);
        store(error + cell, fma(miss, miss, load(error + cell)));
      }
    }
    // `low` and `high` have served their purpose: from here on `low` holds the scale with the least error so
    // far.
    for (Index cell = first * width; cell < last * width; cell += Floats::lanes) {
      const Floats now = load(error + cell);
      const FloatMask better = less(now, load(best + cell));
      store(low + cell, select(better, load(candidate + cell), load(low + cell)));
      store(best + cell, select(better, now, load(best + cell)));
    }
  }
  for (Index cell = first * width; cell < last * width; cell += Floats::lanes) {
    // Where all sums of squares overflow, no scale is the best, and that of the extent stands.
    store(scale + cell, select(less(load(best + cell), infinity), load(low + cell), load(scale + cell)));
  }
}
