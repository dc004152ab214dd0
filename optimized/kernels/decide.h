// The decision of a code: from a target to a code and an error. This is kernel text, compiled once for each
// target.

/// The nearest integer, with ties as `rounding` says. x - round_even(x) is exact, so a tie shows as a
/// difference of 1/2 in magnitude.
Floats round_to_integer(Floats x, Rounding rounding) {
  const Floats nearest = round_even(x);
  if (rounding == Rounding::half_even) return nearest;
  const Floats half = Floats::of(0.5f);
  const Floats minus_half = Floats::of(-0.5f);
  const Floats zero = Floats::of(0.0f);
  const Floats one = Floats::of(1.0f);
  const Floats rest = x - nearest;
  if (rounding == Rounding::half_up) return select(equal(rest, half), nearest + one, nearest);
  const Floats up = select(both(equal(rest, half), less(zero, x)), nearest + one, nearest);
  return select(both(equal(rest, minus_half), less(x, zero)), nearest - one, up);
}

/// Stores code = clamp(round(t / s) + z), and returns the error that is propagated: w - s (code - z) on U,
/// s (code - z) - t on U^-1, each rounded once. Where float arithmetic gives no code, it stores no_code and
/// sets `failed`.
struct Nearest {
  const SweepScratch& scratch;
  const SweepGrid& grid;
  bool on_inverse;

  Floats operator()(Index strip, Index position, Index lane, Floats target) const {
    constexpr Index width = strip_rows<float>;
    const Index cell = (strip * grid.groups + grid.group_of[position]) * width + lane;
    const Floats scale = load(scratch.scale + cell);
    const Floats zero = load(scratch.zero + cell);
    const Floats least = Floats::of(grid.min);
    const Floats most = Floats::of(grid.max);
    const Floats infinity = Floats::of(std::numeric_limits<float>::infinity());
    const Floats limit = Floats::of(code_limit);
    const Floats nothing = Floats::of(0.0f);
    // The multiple is clamped before the zero is added, since far out the sum would not be exact.
    const Floats steps = min(max(round_to_integer(target / scale, grid.rounding), least - zero), most - zero);
    const Floats error =
        on_inverse ? fma(scale, steps, nothing - target)
                   : fma(nothing - scale, steps, load(scratch.weight.strip(strip) + position * width + lane));
    const Floats code = steps + zero;
    const FloatMask valid =
        both(both(less(abs(target), infinity), less(abs(error), infinity)), less(abs(code), limit));
    std::int32_t* at = scratch.code.strip(strip) + position * width + lane;
    if (all(valid)) [[likely]] {
      store_codes(at, code);
    } else {
      store_codes(at, code, valid);
      *scratch.failed = true;
    }
    return error;
  }
};

/// Rounds nothing. Stores the weight as compensated for the errors so far, t, in the place of its code, and
/// returns the error that propagates it: w - t on U, 0 on U^-1.
struct Compensated {
  const SweepScratch& scratch;
  bool on_inverse;

  Floats operator()(Index strip, Index position, Index lane, Floats target) const {
    const Index at = position * strip_rows<float> + lane;
    store(reinterpret_cast<float*>(scratch.code.strip(strip)) + at, target);
    return (on_inverse ? target : load(scratch.weight.strip(strip) + at)) - target;
  }
};
