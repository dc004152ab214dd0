// The encoding of lattice blocks: the codes of their nearest points. This is kernel text, compiled once for
// each target.

constexpr float encodable = 0x1p21f;  // every coordinate is below this in magnitude

/// The numbers that it takes to reduce modulo q.
struct Ratio {
  Floats q, minus_q, inverse;  // the inverse is rounded
};

inline Ratio ratio_of(float q) { return {Floats::of(q), Floats::of(-q), Floats::of(1 / q)}; }

/// a minus a multiple of 2 q. For a coordinate of a point that is no more than q + 1/2 from 0.
inline Floats near_zero(Floats a, const Ratio& ratio) {
  const Floats half = Floats::of(0.5f);
  const Floats multiple = round_even((a * half) * ratio.inverse);
  return fma(multiple + multiple, ratio.minus_q, a);
}

/// An integer below 2^14 in magnitude, reduced modulo q to 0 .. q - 1.
inline Floats modulo(Floats a, const Ratio& ratio) {
  const Floats zero = Floats::of(0.0f);
  const Floats rest = fma(round_even(a * ratio.inverse), ratio.minus_q, a);
  return select(less(rest, zero), rest + ratio.q, rest);
}

/// G^-1 y mod q. Adding multiples of 2 q to the coordinates of y does not change it.
inline Coordinates<Floats> code_of(const Coordinates<Floats>& y, const Ratio& ratio) {
  const Floats half = Floats::of(0.5f);
  const Floats zero = Floats::of(0.0f);
  const Floats last = near_zero(y[7], ratio);
  Coordinates<Floats> code;
  code[7] = modulo(last + last, ratio);
  Floats sum = zero;
  QUANTCHECK_UNROLL
  for (int i = 6; i > 0; --i) {
    sum = sum + (near_zero(y[i], ratio) - last);
    code[i] = modulo(sum, ratio);
  }
  code[0] = modulo((sum + (near_zero(y[0], ratio) - last)) * half, ratio);
  return code;
}

/// Lattice blocks of an array are worked on in groups of sixteen, one in each lane, and in batches of groups.
constexpr Index group_blocks = 16;
constexpr Index batch_groups = 8;

struct Groups {
  Coordinates<Floats> block[batch_groups];
};

/// The nearest points of some groups. As in nearest_arrays.h, each stage is done for all groups before the
/// next.
Groups nearest_groups(const Groups& x, Index groups) {
  MeasuredBatch measured;
  const Floats shift = Floats::of(rounder);
  for (Index g = 0; g < groups; ++g) {
    const Rounded rounded = round_blocks(x.block[g]);
    measured.distances[g] = distances_of(rounded.rest);
    measured.parities[g] = parities_of(rounded);
  }
  const ChosenBatch batch = choose_batch(groups, measured);
  Groups y;
  for (Index g = 0; g < groups; ++g) {
    const Rounded rounded = round_blocks(x.block[g]);
    const Floats kept = load(batch.kept + group_blocks * g);
    const Floats extreme = load(batch.extreme + group_blocks * g);
    int number = 0;
    QUANTCHECK_UNROLL
    for (int i = 0; i < 8; ++i) {
      const FloatMask moved = equal(abs(rounded.rest[i]), extreme);
      number += count(moved);
      y.block[g][i] = place(rounded.shifted[i] - shift, rounded.rest[i], kept, moved);
    }
    if (number != batch.moving[g]) y.block[g] = nearest_points(x.block[g]);
  }
  return y;
}

/// Groups of lattice blocks, divided by a beta.
struct ScaledGroups {
  Groups groups;
  bool encodable;  // whether all of their blocks can be encoded
};

ScaledGroups scale_groups(const Groups& x, Index groups, float beta) {
  const Floats divisor = Floats::of(beta);
  const Floats limit = Floats::of(encodable);
  Floats most = Floats::of(0.0f);
  ScaledGroups scaled;
  for (Index g = 0; g < groups; ++g) {
    QUANTCHECK_UNROLL
    for (int i = 0; i < 8; ++i) {
      scaled.groups.block[g][i] = x.block[g][i] / divisor;
      most = greater(most, abs(scaled.groups.block[g][i]));
    }
  }
  scaled.encodable = all(less(most, limit));
  return scaled;
}

/// The index of the first of `blocks` lattice blocks that cannot be encoded, or `blocks`.
Index first_unencodable(const float* x, Index blocks, float beta) {
  for (Index i = 0; i < 8 * blocks; ++i)
    if (!(__builtin_fabsf(x[i] / beta) < encodable)) return i / 8;
  return blocks;
}

/// The number of groups in the batch that begins with lattice block b.
inline Index groups_from(Index b, Index blocks) {
  const Index groups = (blocks - b + group_blocks - 1) / group_blocks;
  return groups < batch_groups ? groups : batch_groups;
}

/// Loads what there is of the batch that begins with lattice block b, with zeros to the end of its last
/// group.
Groups load_groups(const float* x, Index b, Index blocks) {
  Groups loaded;
  for (Index g = 0; g < batch_groups && b < blocks; ++g, b += group_blocks) {
    float last[8 * group_blocks] = {};
    const float* from = x + 8 * b;
    if (blocks - b < group_blocks) {
      __builtin_memcpy(last, from, static_cast<std::size_t>(blocks - b) * 8 * sizeof(float));
      from = last;
    }
    loaded.block[g] = load_blocks(from);
  }
  return loaded;
}

/// Stores the codes of the group that begins with lattice block b, as many as there are.
inline void store_group_codes(const Coordinates<Floats>& point, const Ratio& ratio, Index b, Index blocks,
                              std::uint8_t* code) {
  const Coordinates<Floats> entries = code_of(point, ratio);
  if (blocks - b >= group_blocks) return store_codes(code + 8 * b, entries);
  std::uint8_t last[8 * group_blocks];
  store_codes(last, entries);
  __builtin_memcpy(code + 8 * b, last, static_cast<std::size_t>(blocks - b) * 8);
}

Index encode_e8(const float* x, Index blocks, int q, float beta, std::uint8_t* code) {
  const Ratio ratio = ratio_of(static_cast<float>(q));
  for (Index b = 0; b < blocks;) {
    const Index groups = groups_from(b, blocks);
    const ScaledGroups scaled = scale_groups(load_groups(x, b, blocks), groups, beta);
    if (!scaled.encodable) return b + first_unencodable(x + 8 * b, blocks - b, beta);
    const Groups point = nearest_groups(scaled.groups, groups);
    for (Index g = 0; g < groups; ++g, b += group_blocks)
      store_group_codes(point.block[g], ratio, b, blocks, code);
  }
  return blocks;
}
