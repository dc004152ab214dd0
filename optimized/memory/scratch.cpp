#include <algorithm>

#include <quantcheck/optimized/memory/scratch.h>

namespace quantcheck::optimized {

Index strips_together(Index out, int threads) {
  constexpr Index most = 8;
  const Index strips = (out + strip_rows<float> - 1) / strip_rows<float>;
  return std::clamp<Index>(strips / (Index{4} * threads), 2, most);
}

Scratch::Scratch(const Sweep& sweep, Index strips) : failed_(std::make_unique<bool>(false)) {
  constexpr Index width = strip_rows<float>;
  const Index in = round_up(sweep.weight.cols, panel_columns);
  // The stride is no power of two, since the same place of every strip would then fall into the same sets of
  // the cache.
  const Index stride = (in + 3 * panel_columns) * width;
  const bool on_grid = sweep.codes.data != nullptr;  // LDLQ has neither a grid nor codes on it
  const Index cells = on_grid ? sweep.grid.groups * width : 0;
  weight_ = Buffer<float>(strips * stride);
  error_ = Buffer<float>(strips * stride);
  code_ = Buffer<std::int32_t>(on_grid ? strips * stride : 0);
  sums_ = Buffer<float>(strips * panel_columns * width);
  scale_ = Buffer<float>(strips * cells);
  zero_ = Buffer<float>(strips * cells);
  fit_ = Buffer<float>(sweep.grid.given ? 0 : 5 * cells);
  saved_ =
      Buffer<float>(sweep.grid.current ? strips * (sweep.grid.group_size + 2 * panel_columns) * width : 0);
  blocks_added_ = Buffer<Index>(in / panel_columns);
  view_ = {{weight_.data(), stride},
           {error_.data(), stride},
           {code_.data(), stride},
           sums_.data(),
           scale_.data(),
           zero_.data(),
           fit_.data(),
           saved_.data(),
           blocks_added_.data(),
           failed_.get()};
}

}  // namespace quantcheck::optimized
