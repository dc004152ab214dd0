// Products of a row and a Hadamard matrix. This is kernel text, compiled once for each target.
//
// Sylvester's part goes by stages of strides 1, 2, 4, ...: at each, values a and b that are a stride apart
// become a + b and a - b. Then comes the base matrix, with sums over groups of four values, group after
// group. One multiplication or division comes last.

/// The last operation on a result: a product or a division, and the way in which it is stored.
struct Finish {
  Floats factor;
  bool divide;
  bool past_caches;
  FloatMask finite;  // lanes whose results have been finite so far

  void operator()(float* p, Floats a) {
    const Floats result = divide ? a / factor : a * factor;
    if (past_caches)
      stream(p, result);
    else
      store(p, result);
    const Floats infinity = Floats::of(std::numeric_limits<float>::infinity());
    finite = both(finite, less(abs(result), infinity));
  }
};

/// Stores a value that is not a result yet.
struct Unfinished {
  void operator()(float* p, Floats a) const { store(p, a); }
};

/// Goes through the stages of strides stride, 2 stride, ..., vectors / 2 stride. With `lanes`, for a stride
/// of 16, those of strides 1 to 8 come before them. `next` is fetched on the way if it is not null. `last` is
/// passed by value: else the compiler would have to assume that stores may change it.
template <Index vectors, bool lanes, class Last>
Last pass(const float* from, float* to, Index size, Index stride, Last last, const float* next) {
  for (Index block = 0; block < size; block += vectors * stride)
    for (Index i = block; i < block + stride; i += 16) {
      if (next != nullptr)
        for (Index v = 0; v < vectors; ++v)
          __builtin_prefetch(next + block + (i - block) * vectors + 16 * v, 0, 2);
      Floats a[vectors];
      QUANTCHECK_UNROLL
      for (Index v = 0; v < vectors; ++v) {
        a[v] = load(from + i + v * stride);
        if constexpr (lanes)
          a[v] = lane_butterfly<8>(lane_butterfly<4>(lane_butterfly<2>(lane_butterfly<1>(a[v]))));
      }
      QUANTCHECK_UNROLL
      for (Index apart = 1; apart < vectors; apart *= 2) {
        QUANTCHECK_UNROLL
        for (Index v = 0; v < vectors; ++v) {
          if ((v & apart) != 0) continue;
          const Floats sum = a[v] + a[v + apart];
          a[v + apart] = a[v] - a[v + apart];
          a[v] = sum;
        }
      }
      QUANTCHECK_UNROLL
      for (Index v = 0; v < vectors; ++v) last(to + i + v * stride, a[v]);
    }
  return last;
}

template <bool lanes, class Last>
Last pass_of(Index vectors, const float* from, float* to, Index size, Index stride, Last last,
             const float* next) {
  if (vectors == 16) return pass<16, lanes>(from, to, size, stride, last, next);
  if (vectors == 8) return pass<8, lanes>(from, to, size, stride, last, next);
  if (vectors == 4) return pass<4, lanes>(from, to, size, stride, last, next);
  if (vectors == 2) return pass<2, lanes>(from, to, size, stride, last, next);
  return pass<1, lanes>(from, to, size, stride, last, next);
}

constexpr Index pass_vectors = 16;
constexpr Index pass_values = 16 * pass_vectors;           // values that one pass transforms
constexpr Index near_values = pass_values * pass_vectors;  // values of two passes, in the nearest cache

/// Multiplies `from` by Sylvester's matrix of order `size`, a multiple of 16, by way of `scratch`.
template <class Last>
Last sylvester(const float* from, Index size, float* scratch, float* to, Last last, const float* next) {
  if (size <= pass_values) return pass_of<true>(size / 16, from, to, size, 16, last, next);
  if (size <= near_values) {
    pass<pass_vectors, true>(from, scratch, size, 16, Unfinished{}, nullptr);
    return pass_of<false>(size / pass_values, scratch, to, size, pass_values, last, next);
  }
  for (Index i = 0; i < size; i += near_values)
    sylvester(from + i, near_values, scratch + i, scratch + i, Unfinished{}, nullptr);
  Index stride = near_values;
  for (; stride * pass_vectors < size; stride *= pass_vectors)
    pass<pass_vectors, false>(scratch, scratch, size, stride, Unfinished{}, nullptr);
  return pass_of<false>(size / stride, scratch, to, size, stride, last, next);
}

/// Writes the sums of four values with all signs, `stride` apart: in entry s, value e is subtracted if bit e
/// of s is set.
inline void signed_sums(const Floats (&x)[4], float* sums, Index stride) {
  const Floats zero = Floats::of(0.0f);
  const Floats first[2] = {x[0] + x[1], x[0] - x[1]};
  const Floats second[2] = {x[2] + x[3], x[2] - x[3]};
  QUANTCHECK_UNROLL
  for (int s = 0; s < 16; s += 2) {
    const int same = s >> 3 & 1;
    const Floats sum = (s & 4) != 0 ? first[s >> 1 & 1] - second[1 - same] : first[s >> 1 & 1] + second[same];
    store(sums + s * stride, sum);
    store(sums + (15 - s) * stride, zero - sum);
  }
}

/// Multiplies m rows of `vectors` vectors, which are `stride` apart, by the base matrix. `tables` is scratch:
/// 64 m floats for each vector.
template <Index vectors>
Finish times_base(const Rotation& rotation, const float* from, Index stride, float* tables, float* to,
                  Index to_stride, Finish last) {
  constexpr Index line = 16 * vectors;
  const Index groups = rotation.base / 4;
  for (Index g = 0; g < groups; ++g)
    for (Index v = 0; v < vectors; ++v) {
      Floats x[4];
      QUANTCHECK_UNROLL
      for (Index e = 0; e < 4; ++e) x[e] = load(from + (4 * g + e) * stride + 16 * v);
      signed_sums(x, tables + g * 16 * line + 16 * v, line);
    }
  const std::uint16_t* signs = rotation.signs;
  for (Index i = 0; i < rotation.base; ++i, signs += groups) {
    Floats sum[vectors];
    QUANTCHECK_UNROLL
    for (Index v = 0; v < vectors; ++v) sum[v] = load(tables + signs[0] * line + 16 * v);
    for (Index g = 1; g < groups; ++g) {
      const float* at = tables + signs[g] * line;
      QUANTCHECK_UNROLL
      for (Index v = 0; v < vectors; ++v) sum[v] = sum[v] + load(at + 16 * v);
    }
    QUANTCHECK_UNROLL
    for (Index v = 0; v < vectors; ++v) last(to + i * to_stride + 16 * v, sum[v]);
  }
  return last;
}

/// Rotates a row whose stretches of Sylvester's part are shorter than a vector: each stretch is padded to
/// one.
Finish rotate_small(const Rotation& rotation, const float* x, float* y, float* scratch, Finish finish) {
  const Index base = rotation.base;
  const Index power = rotation.power;
  float* rotated = scratch + 16 * base;
  for (Index i = 0; i < base; ++i) {
    float lanes[16] = {};
    for (Index k = 0; k < power; ++k) lanes[k] = x[i * power + k];
    Floats a = load(lanes);
    if (power > 1) a = lane_butterfly<1>(a);
    if (power > 2) a = lane_butterfly<2>(a);
    if (power > 4) a = lane_butterfly<4>(a);
    if (base == 1)
      finish(rotated, a);
    else
      store(scratch + 16 * i, a);
  }
  if (base > 1) finish = times_base<1>(rotation, scratch, 16, rotated + 16 * base, rotated, 16, finish);
  for (Index i = 0; i < base * power; ++i) y[i] = rotated[i / power * 16 + i % power];
  return finish;
}

bool rotate(const Rotation& rotation, const float* x, float factor, float* y, float* scratch,
            const float* next) {
  const Index power = rotation.power;
  const Floats zero = Floats::of(0.0f);
  const Floats one = Floats::of(1.0f);
  Finish finish{Floats::of(factor), rotation.divide, rotation.past_caches && power >= 16, less(zero, one)};
  if (power < 16) {
    finish = rotate_small(rotation, x, y, scratch, finish);
  } else if (rotation.base == 1) {
    finish = sylvester(x, power, scratch, y, finish, next);
  } else {
    for (Index i = 0; i < rotation.base; ++i)
      sylvester(x + i * power, power, scratch + i * power, scratch + i * power, Unfinished{},
                next == nullptr ? nullptr : next + i * power);
    float* tables = scratch + rotation.base * power;
    if (power == 16) finish = times_base<1>(rotation, scratch, power, tables, y, power, finish);
    for (Index i = 0; power > 16 && i < power; i += 32)
      finish = times_base<2>(rotation, scratch + i, power, tables, y + i, power, finish);
  }
  if (finish.past_caches && next == nullptr) end_streaming();
  return all(finish.finite);
}

double sum_of_squares(const float* x, Index n) {
  Doubles sum[2] = {Doubles::of(0.0), Doubles::of(0.0)};
  Index i = 0;
  for (; i + 16 <= n; i += 16)
    for (Index half = 0; half < 2; ++half) {
      const Doubles value = widen(x + i + 8 * half);
      sum[half] = fma(value, value, sum[half]);
    }
  double lane[16];
  store(lane, sum[0]);
  store(lane + 8, sum[1]);
  for (; i < n; ++i) lane[i % 16] += static_cast<double>(x[i]) * static_cast<double>(x[i]);
  double total = 0;
  for (const double part : lane) total += part;
  return total;
}
