// The decoding of packed codes into the operands of products. This is kernel text, compiled once for each
// target.

constexpr Index square_words = 16;  // rows, and words of each, that are transposed together

/// Loads words first .. first + 15 of 64 rows: word after word, each for all 64 rows, with 0 where there are
/// none.
void load_code_words(const CodeRows& rows, Index first, std::uint32_t* words) {
  const Index end = rows.blocks * rows.words_of_block;
  const Index there = end - first < square_words ? end - first : square_words;
  for (Index j = 0; j < strip_height; j += square_words) {
    std::uint32_t part[square_words][square_words];
    const std::uint32_t* from[square_words];
    std::uint32_t* to[square_words];
    for (Index i = 0; i < square_words; ++i) {
      const std::uint32_t* row = j + i < rows.rows ? rows.words + (j + i) * rows.row_words + first : nullptr;
      to[i] = words + i * strip_height + j;
      from[i] = row;
      // Rows are far apart, and no hardware foresees all of them.
      if (row != nullptr) __builtin_prefetch(row + 2 * square_words);
      if (row != nullptr && there == square_words) continue;
      for (Index k = 0; k < square_words; ++k) part[i][k] = row != nullptr && k < there ? row[k] : 0;
      from[i] = part[i];
    }
    transpose(from, to);
  }
}

/// Bytes 0 .. 3 of a word of 64 rows, each in a plane of its own.
inline Several<Bytes, 4> load_planes(const std::uint32_t* words) {
  const auto* rows = reinterpret_cast<const std::uint8_t*>(words);
  return bytes_of_words(
      {{Bytes::from(rows), Bytes::from(rows + 64), Bytes::from(rows + 128), Bytes::from(rows + 192)}});
}

/// The codes of one lattice block of 64 rows, with a coordinate in each plane.
template <Index words_of_block>
inline Coordinates<Bytes> load_codes(const std::uint32_t* words) {
  Several<Bytes, 4> a = load_planes(words);  // not const, since GCC would keep it in memory
  if constexpr (words_of_block == 2) {
    Several<Bytes, 4> b = load_planes(words + strip_height);
    return {{a[0], a[1], a[2], a[3], b[0], b[1], b[2], b[3]}};
  } else {
    const Bytes low = Bytes::of(15);
    return {{a[0] & low, upper_half(a[0]), a[1] & low, upper_half(a[1]), a[2] & low, upper_half(a[2]),
             a[3] & low, upper_half(a[3])}};
  }
}

inline void store_bytes(const Coordinates<Bytes>& point, Index kept, bool raised, std::uint32_t* words) {
  const Bytes zero = Bytes::of(0);
  const Bytes offset = Bytes::of(raised ? 128 : 0);
  Coordinates<Bytes> bytes;
  QUANTCHECK_UNROLL
  for (Index i = 0; i < 8; ++i) bytes[i] = (i < kept ? point[i] : zero) ^ offset;
  QUANTCHECK_UNROLL
  for (Index half = 0; half < 2; ++half) {
    const Several<Bytes, 4> rows = words_of_bytes(&bytes[4 * half]);
    QUANTCHECK_UNROLL
    for (Index j = 0; j < 4; ++j)
      store(reinterpret_cast<std::uint8_t*>(words + (2 * j + half) * square_words), rows[j]);
  }
}

/// Decodes one lattice block of 64 rows to integers of 16 bits, where bytes are too short.
void decode_shorts(const Coordinates<Bytes>& code, Index q, Index kept, std::uint32_t* words) {
  std::uint8_t codes[8][strip_height];
  for (Index i = 0; i < 8; ++i) store(codes[i], code[i]);
  for (Index first = 0; first < strip_height; first += Shorts::lanes) {
    Coordinates<Shorts> lanes;
    for (Index i = 0; i < 8; ++i) lanes[i] = Shorts::from(codes[i] + first);
    const Coordinates<Shorts> decoded = decode_lanes(q, lanes);
    std::uint16_t point[8][Shorts::lanes];
    for (Index i = 0; i < 8; ++i) store(point[i], decoded[i]);
    for (Index i = 0; i < 8; i += 2)
      for (Index lane = 0; lane < Shorts::lanes; ++lane) {
        const Index at = first + lane;
        const std::uint32_t low = i < kept ? point[i][lane] : 0;
        const std::uint32_t high = i + 1 < kept ? point[i + 1][lane] : 0;
        words[(at / 4 % 4 * 4 + i / 2) * square_words + at / 16 * 4 + at % 4] = low | high << 16;
      }
  }
}

/// Looks up the betas of lattice blocks first .. first + count - 1, where the index of block `first` is the
/// first of a word.
template <int bits>
void decode_scales(const CodeRows& rows, Index first, Index count, float* scale) {
  constexpr Index in_a_word = 32 / bits;
  for (Index begin = 0; begin < count; begin += in_a_word) {
    const Index word = (first + begin) / in_a_word;
    const Index end = begin + in_a_word < count ? begin + in_a_word : count;
    for (Index j = 0; j < strip_height; j += square_words) {
      std::uint32_t lane[square_words];
      for (Index i = 0; i < square_words; ++i)
        lane[i] = j + i < rows.rows ? rows.indices[(j + i) * rows.row_index_words + word] : 0;
      Ints indices = load(lane);
      for (Index b = begin; b < end; ++b, indices = shift_right<bits>(indices))
        store(scale + b * strip_height + j, look_up(rows.beta, indices));
    }
  }
}

template <Index words_of_block, bool wide>
void decode_blocks(const CodeRows& rows, Index first, Index count, bool raised, std::uint32_t* to) {
  constexpr Index together = square_words / words_of_block;
  for (Index begin = 0; begin < count; begin += together) {
    alignas(64) std::uint32_t words[square_words * strip_height];
    load_code_words(rows, (first + begin) * words_of_block, words);
    const Index end = begin + together < count ? begin + together : count;
    for (Index b = begin; b < end; ++b, to += operand_words(wide) * strip_height) {
      const Index kept = first + b + 1 == rows.blocks ? rows.kept_of_last : 8;
      const Coordinates<Bytes> code =
          load_codes<words_of_block>(words + (b - begin) * words_of_block * strip_height);
      if constexpr (wide)
        decode_shorts(code, rows.q, kept, to);
      else
        store_bytes(decode_lanes(rows.q, code), kept, raised, to);
    }
  }
}

void decode(const CodeRows& rows, Index first, Index count, bool raised, const Decoded& to) {
  if (rows.wide)
    (rows.words_of_block == 1 ? decode_blocks<1, true> : decode_blocks<2, true>)(rows, first, count, raised,
                                                                                 to.words);
  else
    (rows.words_of_block == 1 ? decode_blocks<1, false> : decode_blocks<2, false>)(rows, first, count, raised,
                                                                                   to.words);
  if (rows.index_bits == 2)
    decode_scales<2>(rows, first, count, to.scale);
  else
    decode_scales<4>(rows, first, count, to.scale);
}

void correct(const Decoded& decoded, Index count, std::uint32_t* correction) {
  const Ints zero = Ints::of(0);
  const Ints raise = Ints::of(0x80808080);
  for (Index k = 0; k < count * strip_height; k += square_words) {
    const std::uint32_t* words = decoded.words + 2 * k;
    const Ints sum =
        add_dot_of_four(add_dot_of_four(zero, raise, load(words)), raise, load(words + square_words));
    store(correction + k, zero - sum);
  }
}
