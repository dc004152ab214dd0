// Sums of products, for a strip of rows and a panel of columns at a time. This is kernel text, compiled once
// for each target.

/// What becomes of the chains that `multiply` computes: they begin at 0 and are stored, or added to what is
/// there; or they begin at what is there, and are stored.
enum class Chain { stored, added, continued };

/// For each row (lane) and each of the panel's eight columns, computes the chain
/// sum = fma(row[k], panel[k][column], sum) over k < depth. `stride` elements of `to` lie between columns.
template <class V, Chain chain>
void multiply(const typename V::Scalar* rows, const typename V::Scalar* panel, Index depth,
              typename V::Scalar* to, Index stride = strip_vectors * V::lanes) {
  constexpr Index width = strip_vectors * V::lanes;
  constexpr Index vectors = tile_vectors_of<V>;
  constexpr Index columns = tile_columns_of<V>;
  for (Index vector = 0; vector < strip_vectors; vector += vectors) {
    for (Index column = 0; column < panel_columns; column += columns) {
      V sum[columns][vectors];
      QUANTCHECK_UNROLL
      for (Index c = 0; c < columns; ++c) {
        QUANTCHECK_UNROLL
        for (Index v = 0; v < vectors; ++v)
          sum[c][v] = chain == Chain::continued ? load(to + (column + c) * stride + (vector + v) * V::lanes)
                                                : V::of(0);
      }
      if constexpr (chain == Chain::added)
        for (Index c = 0; c < columns; ++c)
          for (Index v = 0; v < vectors; ++v)
            __builtin_prefetch(to + (column + c) * stride + (vector + v) * V::lanes);
      const typename V::Scalar* a = rows + vector * V::lanes;
      const typename V::Scalar* b = panel;
      for (Index k = 0; k < depth; ++k, a += width, b += panel_columns) {
        V row[vectors];
        QUANTCHECK_UNROLL
        for (Index v = 0; v < vectors; ++v) row[v] = load(a + v * V::lanes);
        QUANTCHECK_UNROLL
        for (Index c = 0; c < columns; ++c) {
          const V entry = V::of(lane_of(b, column + c));
          QUANTCHECK_UNROLL
          for (Index v = 0; v < vectors; ++v) sum[c][v] = fma(row[v], entry, sum[c][v]);
        }
      }
      QUANTCHECK_UNROLL
      for (Index c = 0; c < columns; ++c) {
        QUANTCHECK_UNROLL
        for (Index v = 0; v < vectors; ++v) {
          typename V::Scalar* at = to + (column + c) * stride + (vector + v) * V::lanes;
          store(at, chain == Chain::added ? load(at) + sum[c][v] : sum[c][v]);
        }
      }
    }
  }
}

/// Fetches part `part` of `parts` of a panel's block of 256 positions towards the cache.
template <class T>
void prefetch_part(const T* entries, Index part, Index parts) {
  constexpr Index line = 64 / static_cast<Index>(sizeof(T));
  constexpr Index lines = block_columns * panel_columns / line;
  for (Index i = lines * part / parts; i < lines * (part + 1) / parts; ++i)
    __builtin_prefetch(entries + i * line, 0, 2);
}

/// Adds to the panel's columns, in strips begin .. end - 1, what positions block .. block + depth - 1
/// contribute. On the way it fetches the same positions of the next panel, which is used next: its first use
/// would otherwise have to wait for memory.
template <class V, class Rows, class Factor>
void add_block(const Rows& rows, Index begin, Index end, const Factor& panels, Index panel, Index block,
               Index depth = block_columns) {
  constexpr Index width = strip_vectors * V::lanes;
  const typename V::Scalar* entries = panels.panel(panel) + block * panel_columns;
  const typename V::Scalar* next = panels.panel(panel + 1) + block * panel_columns;
  for (Index s = begin; s < end; ++s) {
    prefetch_part(next, s - begin, end - begin);
    typename V::Scalar* strip = rows.strip(s);
    multiply<V, Chain::added>(strip + block * width, entries, depth, strip + panel * panel_columns * width);
  }
}

/// Computes the unfinished chain of the panel's own block of positions, over block .. end_position - 1, into
/// `sums`, which has one tile for each strip.
template <class V, class Rows, class Factor>
void sum_own_block(const Rows& rows, Index begin, Index end, const Factor& panels, Index panel, Index block,
                   Index end_position, typename V::Scalar* sums) {
  constexpr Index width = strip_vectors * V::lanes;
  const typename V::Scalar* entries = panels.panel(panel) + block * panel_columns;
  for (Index s = begin; s < end; ++s)
    multiply<V, Chain::stored>(rows.strip(s) + block * width, entries, end_position - block,
                               sums + (s - begin) * panel_columns * width);
}
