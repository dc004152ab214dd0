// Copies between row-major matrices and strips of rows. This is kernel text, compiled once for each target.

constexpr Index square = 16;  // rows and columns that are transposed together

/// Fills lanes lane .. lane + 15 of a strip, in processing order, from `rows` rows of weights; lanes without
/// a row become 0.
void load_lanes(const Sweep& sweep, const float* from, Index rows, Index lane, float* strip) {
  constexpr Index width = strip_rows<float>;
  const Index in = sweep.weight.cols;
  const Index stride = sweep.weight.stride;
  Index column = 0;
  for (; rows == square && column + square <= in; column += square) {
    const float* lines[square];
    float* to[square];
    for (Index i = 0; i < square; ++i) {
      lines[i] = from + i * stride + column;
      to[i] = strip + sweep.position[column + i] * width + lane;
    }
    transpose(lines, to);
  }
  for (; column < in; ++column)
    for (Index i = 0; i < square; ++i)
      strip[sweep.position[column] * width + lane + i] = i < rows ? from[i * stride + column] : 0.0f;
}

/// Loads the weights of rows begin .. end - 1 in processing order. Rows and columns that are not the layer's
/// become 0.
void load_weights(const Sweep& sweep, const SweepScratch& scratch, Index begin, Index end) {
  constexpr Index width = strip_rows<float>;
  const Index in = sweep.weight.cols;
  const Index padded = round_up(in, panel_columns);
  for (Index first = begin, s = 0; first < end; first += width, ++s) {
    float* strip = scratch.weight.strip(s);
    for (Index lane = 0; lane < width; lane += square) {
      const Index left = end - first - lane;
      const Index rows = left < 0 ? 0 : left < square ? left : square;
      const float* from = rows > 0 ? &sweep.weight(first + lane, 0) : nullptr;
      load_lanes(sweep, from, rows, lane, strip);
    }
    for (Index column = 0; column < in; ++column)
      for (Index lane = 0; sweep.zeroed[column] && lane < width; ++lane)
        strip[sweep.position[column] * width + lane] = 0;
    for (Index k = in * width; k < padded * width; ++k) strip[k] = 0;
    __builtin_memcpy(scratch.error.strip(s), strip, padded * width * sizeof(float));
  }
}

void load_grid(const Sweep& sweep, const SweepScratch& scratch, Index begin, Index end) {
  constexpr Index width = strip_rows<float>;
  const SweepGrid& grid = sweep.grid;
  // Rows that are not the layer's must not make errors: their weights are 0, and their zero is a code.
  const float no_zero = grid.min > 0 ? grid.min : grid.max < 0 ? grid.max : 0.0f;
  for (Index row = begin; row < round_up(end - begin, width) + begin; ++row) {
    const Index strip = (row - begin) / width;
    for (Index g = 0; g < grid.groups; ++g) {
      const Index cell = (strip * grid.groups + g) * width + (row - begin) % width;
      scratch.scale[cell] = row < end ? grid.scale[row * grid.groups + g] : 1.0f;
      scratch.zero[cell] = row < end ? static_cast<float>(grid.zero[row * grid.groups + g]) : no_zero;
    }
  }
}

void store_grid(const Sweep& sweep, const SweepScratch& scratch, Index begin, Index end) {
  constexpr Index width = strip_rows<float>;
  const SweepGrid& grid = sweep.grid;
  for (Index row = begin; row < end; ++row) {
    for (Index g = 0; g < grid.groups; ++g) {
      const Index cell = ((row - begin) / width * grid.groups + g) * width + (row - begin) % width;
      grid.scale[row * grid.groups + g] = scratch.scale[cell];
      // Infinite weights leave a zero that is not a number; the sweep has failed there.
      const float zero = scratch.zero[cell];
      grid.zero[row * grid.groups + g] = zero == zero ? static_cast<Code>(zero) : 0;
    }
  }
}

/// Stores `rows` rows of codes from lanes lane .. lane + 15 of a strip.
void store_lanes(const Sweep& sweep, const std::int32_t* strip, Index lane, Index rows, std::int32_t* to) {
  constexpr Index width = strip_rows<float>;
  const Index in = sweep.weight.cols;
  const Index stride = sweep.codes.stride;
  Index column = 0;
  for (; rows == square && column + square <= in; column += square) {
    const std::int32_t* lines[square];
    std::int32_t* row[square];
    for (Index i = 0; i < square; ++i) {
      lines[i] = strip + sweep.position[column + i] * width + lane;
      row[i] = to + i * stride + column;
    }
    transpose(lines, row);
  }
  for (; column < in; ++column)
    for (Index i = 0; i < rows; ++i)
      to[i * stride + column] = strip[sweep.position[column] * width + lane + i];
}

void store_codes(const Sweep& sweep, const SweepScratch& scratch, Index begin, Index end) {
  constexpr Index width = strip_rows<float>;
  for (Index first = begin, s = 0; first < end; first += width, ++s)
    for (Index lane = 0; lane < width && first + lane < end; lane += square) {
      const Index left = end - first - lane;
      store_lanes(sweep, scratch.code.strip(s), lane, left < square ? left : square,
                  &sweep.codes(first + lane, 0));
    }
}
