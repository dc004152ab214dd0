// Blocks to the codes of their nearest points. Kernel text: included once per target.

constexpr float encodable = 0x1p21f;  // beyond any coordinate

/// What it takes to reduce modulo q.
struct Ratio {
  Floats q, minus_q, inverse;  // the inverse rounded
};

inline Ratio ratio_of(float q) { return {Floats::of(q), Floats::of(-q), Floats::of(1 / q)}; }

/// a minus a multiple of 2 q: no more than q + 1/2 from 0, for a point's coordinate.
inline Floats near_zero(Floats a, const Ratio& ratio) {
  const Floats half = Floats::of(0.5f);
  const Floats multiple = round_even((a * half) * ratio.inverse);
  return fma(multiple + multiple, ratio.minus_q, a);
}

/// An integer below 2^14 modulo q, in 0 .. q - 1.
inline Floats modulo(Floats a, const Ratio& ratio) {
  const Floats zero = Floats::of(0.0f);
  const Floats rest = fma(round_even(a * ratio.inverse), ratio.minus_q, a);
  return select(less(rest, zero), rest + ratio.q, rest);
}

/// G^-1 y mod q. Adding multiples of 2 q to the coordinates of y changes nothing.
inline void code_of(const Floats (&y)[8], const Ratio& ratio, Floats (&code)[8]) {
  const Floats half = Floats::of(0.5f);
  const Floats zero = Floats::of(0.0f);
  const Floats last = near_zero(y[7], ratio);
  code[7] = modulo(last + last, ratio);
  Floats sum = zero;
  QUANTCHECK_UNROLL
  for (int i = 6; i > 0; --i) {
    sum = sum + (near_zero(y[i], ratio) - last);
    code[i] = modulo(sum, ratio);
  }
  code[0] = modulo((sum + (near_zero(y[0], ratio) - last)) * half, ratio);
}

/// Blocks of an array, sixteen in the lanes of each group.
constexpr Index group_blocks = 16;
constexpr Index batch_groups = 8;

struct Groups {
  Floats block[batch_groups][8];
};

/// The nearest points of some groups; as for arrays, each step is done for all before the next.
void nearest_groups(const Groups& x, Index groups, Groups& y) {
  NearestBatch batch;
  const Floats shift = Floats::of(rounder);
  for (Index g = 0; g < groups; ++g) {
    Floats shifted[8], rest[8];
    round_blocks(x.block[g], shifted, rest);
    batch.distances[g] = distances_of(rest);
    batch.parities[g] = parities_of(shifted, rest);
  }
  choose_batch(groups, batch);
  for (Index g = 0; g < groups; ++g) {
    Floats shifted[8], rest[8];
    round_blocks(x.block[g], shifted, rest);
    const Floats kept = load(batch.kept + group_blocks * g);
    const Floats extreme = load(batch.extreme + group_blocks * g);
    int number = 0;
    QUANTCHECK_UNROLL
    for (int i = 0; i < 8; ++i) {
      const FloatMask moved = equal(abs(rest[i]), extreme);
      number += count(moved);
      y.block[g][i] = place(shifted[i] - shift, rest[i], kept, moved);
    }
    if (number != batch.moving[g]) nearest_points(x.block[g], y.block[g]);
  }
}

/// x / beta, and whether all of it can be encoded.
bool scale_groups(const Groups& x, Index groups, float beta, Groups& scaled) {
  const Floats divisor = Floats::of(beta);
  const Floats limit = Floats::of(encodable);
  Floats most = Floats::of(0.0f);
  for (Index g = 0; g < groups; ++g) {
    QUANTCHECK_UNROLL
    for (int i = 0; i < 8; ++i) {
      scaled.block[g][i] = x.block[g][i] / divisor;
      most = greater(most, abs(scaled.block[g][i]));
    }
  }
  return all(less(most, limit));
}

/// The first of `blocks` blocks that cannot be encoded, or `blocks`.
Index first_unencodable(const float* x, Index blocks, float beta) {
  for (Index i = 0; i < 8 * blocks; ++i)
    if (!(__builtin_fabsf(x[i] / beta) < encodable)) return i / 8;
  return blocks;
}

/// Loads all that there is of a batch from block `b` on, with zeros to the end of the last group; the number
/// of groups.
Index load_groups(const float* x, Index b, Index blocks, Groups& to) {
  Index groups = 0;
  for (; groups < batch_groups && b < blocks; ++groups, b += group_blocks) {
    float last[8 * group_blocks] = {};
    const float* from = x + 8 * b;
    if (blocks - b < group_blocks) {
      __builtin_memcpy(last, from, static_cast<std::size_t>(blocks - b) * 8 * sizeof(float));
      from = last;
    }
    load_blocks(from, to.block[groups]);
  }
  return groups;
}

/// Codes of the group that begins with block `b`, as many as there are.
inline void store_group_codes(const Floats (&point)[8], const Ratio& ratio, Index b, Index blocks,
                              std::uint8_t* code) {
  Floats entries[8];
  code_of(point, ratio, entries);
  if (blocks - b >= group_blocks) return store_codes(code + 8 * b, entries);
  std::uint8_t last[8 * group_blocks];
  store_codes(last, entries);
  __builtin_memcpy(code + 8 * b, last, static_cast<std::size_t>(blocks - b) * 8);
}

Index encode_e8(const float* x, Index blocks, int q, float beta, std::uint8_t* code) {
  const Ratio ratio = ratio_of(static_cast<float>(q));
  for (Index b = 0; b < blocks;) {
    Groups values, scaled, point;
    const Index groups = load_groups(x, b, blocks, values);
    if (!scale_groups(values, groups, beta, scaled))
      return b + first_unencodable(x + 8 * b, blocks - b, beta);
    nearest_groups(scaled, groups, point);
    for (Index g = 0; g < groups; ++g, b += group_blocks)
      store_group_codes(point.block[g], ratio, b, blocks, code);
  }
  return blocks;
}
