// The encoding of lattice blocks in the union of scaled Voronoi codes, and their decoding. This is kernel
// text, compiled once for each target.

/// The residuals of points whose coordinates are no more than 2^21 + 1 in magnitude.
inline Residuals residuals_of(const Coordinates<Floats>& y, const Ratio& ratio) {
  const Floats shift = Floats::of(rounder);
  const Floats half = Floats::of(0.5f);
  const Floats quarter = Floats::of(0.25f);
  Coordinates<Floats> multiple;
  Residuals residuals;
  QUANTCHECK_UNROLL
  for (int i = 0; i < 8; ++i) {
    // With 1/4 added, multiples of 1/2 divided by q are at least 1/(4 q) from the nearest tie, and the error
    // of the product is smaller than that.
    multiple[i] = fma(y[i] + quarter, ratio.inverse, shift);
    residuals.rest[i] = fma(multiple[i] - shift, ratio.minus_q, y[i]);
  }
  const Floats parity = fold(multiple, [](Floats a, Floats b) { return xor_bits(a, b); });
  residuals.step = step_to_least(residuals.rest, sign_mask(spread_low_bit(parity)), ratio.q, ratio.q * half);
  return residuals;
}

/// The choice among the betas tried so far, for the lattice blocks of a batch.
struct Chosen {
  Groups point;
  Floats index[batch_groups], overload[batch_groups], error[batch_groups];
  bool encodable = true;  // false: a value is too large, or not a number, for the smallest beta
};

/// Whether two points are the same, given that neither has a negative zero.
inline FloatMask same_point(const Coordinates<Floats>& a, const Coordinates<Floats>& b) {
  const Floats zero = Floats::of(0.0f);
  Coordinates<Floats> difference;
  for (int i = 0; i < 8; ++i) difference[i] = xor_bits(a[i], b[i]);
  return equal_bits(fold(difference, [](Floats x, Floats y) { return or_bits(x, y); }), zero);
}

/// The squared error |x - beta y|^2. The squares are added in pairs, and the pairs as in `fold`.
inline Floats squared_error(const Coordinates<Floats>& x, const Coordinates<Floats>& y, float beta) {
  const Floats factor = Floats::of(-beta);
  Floats pair[4];
  QUANTCHECK_UNROLL
  for (Index i = 0; i < 4; ++i) {
    const Floats even = fma(factor, y[2 * i], x[2 * i]);
    const Floats odd = fma(factor, y[2 * i + 1], x[2 * i + 1]);
    pair[i] = fma(odd, odd, even * even);
  }
  return (pair[0] + pair[1]) + (pair[2] + pair[3]);
}

/// Takes beta p for those lattice blocks of group g for which it is the better choice, or all of them if it
/// is the first.
template <bool first>
inline void take(const ScaledEncoding& job, int p, const Coordinates<Floats>& x,
                 const Coordinates<Floats>& point, const Coordinates<Floats>& least, Index g,
                 Chosen& chosen) {
  const Floats zero = Floats::of(0.0f);
  const Floats one = Floats::of(1.0f);
  const Floats index = Floats::of(static_cast<float>(p));
  const Floats overload = select(same_point(point, least), zero, one);
  const Floats error = first ? zero : squared_error(x, least, job.beta[p]);
  if (p == 0) {
    chosen.point.block[g] = point;
    chosen.index[g] = index;
    chosen.overload[g] = overload;
    chosen.error[g] = error;
    return;
  }
  const FloatMask better = first ? less(zero, chosen.overload[g]) : less(error, chosen.error[g]);
  QUANTCHECK_UNROLL
  for (int i = 0; i < 8; ++i) chosen.point.block[g][i] = select(better, point[i], chosen.point.block[g][i]);
  chosen.index[g] = select(better, index, chosen.index[g]);
  chosen.overload[g] = select(better, overload, chosen.overload[g]);
  chosen.error[g] = select(better, error, chosen.error[g]);
}

bool any_overload(const Chosen& chosen, Index groups) {
  const Floats zero = Floats::of(0.0f);
  Floats sum = zero;
  for (Index g = 0; g < groups; ++g) sum = sum + chosen.overload[g];
  return any(less(zero, sum));
}

inline void store_group_bytes(Floats values, Index b, Index end, std::uint8_t* to) {
  if (end - b >= group_blocks) return store_bytes(to + b, values);
  std::uint8_t last[group_blocks];
  store_bytes(last, values);
  __builtin_memcpy(to + b, last, static_cast<std::size_t>(end - b));
}

/// Chooses the beta of each lattice block of some groups.
template <bool first>
Chosen choose_groups(const ScaledEncoding& job, const Groups& values, Index groups, const Ratio& ratio) {
  Chosen chosen;
  Residuals residuals[batch_groups];
  for (int p = 0; p < job.betas; ++p) {
    // What is not too large for the smallest beta is not too large for the others.
    const ScaledGroups scaled = scale_groups(values, groups, job.beta[p]);
    chosen.encodable = scaled.encodable;
    if (!chosen.encodable) break;
    const Groups point = nearest_groups(scaled.groups, groups);
    for (Index g = 0; g < groups; ++g) residuals[g] = residuals_of(point.block[g], ratio);
    for (Index g = 0; g < groups; ++g)
      take<first>(job, p, values.block[g], point.block[g], least_of(residuals[g]), g, chosen);
    if (first && !any_overload(chosen, groups)) break;
  }
  return chosen;
}

template <bool first>
Index encode_with(const ScaledEncoding& job, Index begin, Index end) {
  const Ratio ratio = ratio_of(static_cast<float>(job.q));
  for (Index b = begin; b < end;) {
    const Index groups = groups_from(b, end);
    const Chosen chosen = choose_groups<first>(job, load_groups(job.x, b, end), groups, ratio);
    if (!chosen.encodable) return b + first_unencodable(job.x + 8 * b, end - b, job.beta[0]);
    for (Index g = 0; g < groups; ++g, b += group_blocks) {
      store_group_codes(chosen.point.block[g], ratio, b, end, job.code);
      store_group_bytes(chosen.index[g], b, end, job.beta_index);
      store_group_bytes(chosen.overload[g], b, end, job.overload);
    }
  }
  return end;
}

Index encode_scaled(const ScaledEncoding& job, Index begin, Index end) {
  return job.first ? encode_with<true>(job, begin, end) : encode_with<false>(job, begin, end);
}

/// Writes beta[beta_index] times the points of codes; without indices, beta[0] times them.
Index decode_scaled(const ScaledDecoding& job, Index begin, Index end) {
  constexpr Index batch = 128;
  std::int16_t twice[8 * batch];
  const Floats half = Floats::of(0.5f);
  for (Index b = begin; b < end; b += batch) {
    const Index size = end - b < batch ? end - b : batch;
    const Index done = decode_to(job.code + 8 * b, size, job.q, twice);
    if (done < size) return b + done;
    for (Index k = 0; k < size; k += 2) {
      float beta[2];
      for (Index i = 0; i < 2; ++i) {
        const Index block = k + i < size ? b + k + i : b + k;
        beta[i] = job.beta[job.beta_index != nullptr ? job.beta_index[block] : 0];
      }
      const Floats values = load_integers(twice + 8 * k) * half * pair_of(beta[0], beta[1]);
      if (k + 1 < size) {
        store(job.values + 8 * (b + k), values);
      } else {
        float both[16];
        store(both, values);
        __builtin_memcpy(job.values + 8 * (b + k), both, 8 * sizeof(float));
      }
    }
  }
  return end;
}
