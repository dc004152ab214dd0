// The nearest points of arrays of lattice blocks. This is kernel text, compiled once for each target.
//
// Blocks stay in the order of memory, except for what is computed of a block as a whole. A batch of them goes
// through each stage before the next one, so that no stage waits for the one before.

constexpr Index batch_blocks = 256;

/// The measures by which the points of a batch are chosen.
struct MeasuredBatch {
  Distances distances[batch_blocks / 16];
  Floats parities[batch_blocks / 16];
  bool rounded = true;  // whether all numbers of the batch could be rounded
};

/// The choices by which the points of a batch are placed.
struct ChosenBatch {
  alignas(64) float kept[batch_blocks];  // one for each lattice block, in the order of lanes, as in Move
  alignas(64) float extreme[batch_blocks];
  int moving[batch_blocks / 16];  // how many coordinates of sixteen blocks should move; -1: there may be ties
};

/// The index of the first of `blocks` lattice blocks that has a number which cannot be placed, or `blocks`.
Index first_unplaceable(const float* x, Index blocks) {
  for (Index i = 0; i < 8 * blocks; ++i)
    if (!(__builtin_fabsf(x[i]) <= placeable)) return i / 8;
  return blocks;
}

MeasuredBatch measure_batch(const float* x, Index blocks) {
  const Floats zero = Floats::of(0.0f);
  const Floats bound = Floats::of(0x1p23f);
  const Floats top = Floats::of(-std::numeric_limits<float>::infinity());  // bits of sign and exponent
  Floats strange = zero;                                                   // bits unlike those of 2^23
  MeasuredBatch batch;
  Coordinates<Floats> block = load_blocks(x);
  for (Index b = 0; b < blocks; b += 16) {
    // The next blocks are on their way while these are worked on.
    const Coordinates<Floats> next = load_blocks(x + 8 * (b + 16 < blocks ? b + 16 : b));
    const Rounded rounded = round_blocks(block);
    QUANTCHECK_UNROLL
    for (int i = 0; i < 8; ++i) strange = or_bits(strange, xor_bits(rounded.shifted[i], bound));
    batch.distances[b / 16] = distances_of(rounded.rest);
    batch.parities[b / 16] = parities_of(rounded);
    block = next;
  }
  batch.rounded = all(equal_bits(and_bits(strange, top), zero));
  return batch;
}

ChosenBatch choose_batch(Index groups, const MeasuredBatch& measured) {
  const Floats half = Floats::of(0.5f);
  const Floats two = Floats::of(2.0f);
  const Floats close = Floats::of(close_to_a_tie);
  ChosenBatch batch;
  for (Index k = 0; k < groups; ++k) {
    const Distances& distances = measured.distances[k];
    const Choice choice = choose(distances, measured.parities[k]);
    const Move move = move_of(distances, choice, spread_sign(choice.lack));
    store(batch.kept + 16 * k, move.kept);
    store(batch.extreme + 16 * k, move.extreme);
    const Floats to_a_tie = lesser(abs(choice.lack), lesser(distances.least, half - distances.most));
    batch.moving[k] = any(less(to_a_tie, close)) ? -1 : count(less(move.extreme, two));
  }
  return batch;
}

/// Places sixteen lattice blocks, and returns how many coordinates were moved.
template <bool streamed>
inline int place_blocks(const float* x, const float* kept, const float* extreme, float* y) {
  const Floats shift = Floats::of(rounder);
  int number = 0;
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 8; ++k) {
    const Floats value = load(x + 16 * k);
    const Floats integer = (value + shift) - shift;
    const Floats rest = value - integer;
    const FloatMask moved = equal(abs(rest), row_of(extreme, k));
    number += count(moved);
    const Floats result = place(integer, rest, row_of(kept, k), moved);
    if (streamed)
      stream(y + 16 * k, result);
    else
      store(y + 16 * k, result);
  }
  return number;
}

/// The nearest points of sixteen lattice blocks, ties included.
void nearest_with_ties(const float* x, float* y) {
  const Coordinates<Floats> points = nearest_points(load_blocks(x));
  for (int i = 0; i < 8; ++i) {
    float lanes[16];
    store(lanes, points[i]);
    for (int lane = 0; lane < 16; ++lane) y[8 * block_in_lane[lane] + i] = lanes[lane];
  }
}

/// The nearest points of a multiple of sixteen lattice blocks, no more than a batch.
template <bool streamed>
Index nearest_in_batch(const float* x, Index blocks, float* y) {
  alignas(64) float copy[8 * batch_blocks];
  if (x == y) {
    __builtin_memcpy(copy, x, static_cast<std::size_t>(blocks) * 8 * sizeof(float));
    x = copy;
  }
  const MeasuredBatch measured = measure_batch(x, blocks);
  if (!measured.rounded) {
    const Index bad = first_unplaceable(x, blocks);
    if (bad < blocks) return bad;
  }
  const ChosenBatch batch = choose_batch(blocks / 16, measured);
  for (Index b = 0; b < blocks; b += 16) {
    const int moved = place_blocks<streamed>(x + 8 * b, batch.kept + b, batch.extreme + b, y + 8 * b);
    if (moved != batch.moving[b / 16]) nearest_with_ties(x + 8 * b, y + 8 * b);
  }
  return blocks;
}

template <bool streamed>
Index nearest_in_batches(const float* x, Index blocks, float* y) {
  const Index whole = blocks / 16 * 16;
  for (Index b = 0; b < whole; b += batch_blocks) {
    const Index size = whole - b < batch_blocks ? whole - b : batch_blocks;
    const Index done = nearest_in_batch<streamed>(x + 8 * b, size, y + 8 * b);
    if (done < size) return b + done;
  }
  if (whole == blocks) return blocks;
  float last[8 * 16] = {};
  const std::size_t bytes = static_cast<std::size_t>(blocks - whole) * 8 * sizeof(float);
  __builtin_memcpy(last, x + 8 * whole, bytes);
  const Index done = nearest_in_batch<false>(last, 16, last);
  if (done < 16) return whole + done;
  __builtin_memcpy(y + 8 * whole, last, bytes);
  return blocks;
}

Index nearest_e8(const float* x, Index blocks, float* y, bool streamed) {
  if (!streamed) return nearest_in_batches<false>(x, blocks, y);
  const Index done = nearest_in_batches<true>(x, blocks, y);
  end_streaming();
  return done;
}
