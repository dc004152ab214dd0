#include <quantcheck/optimized/product.h>

#include <algorithm>

#include <quantcheck/optimized/dispatch/select.h>
#include <quantcheck/optimized/kernels/layout.h>
#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/parallel/team.h>

namespace quantcheck::optimized {
namespace {

template <class T>
using Extend = void (*)(const T* strip, const T* panel, Index depth, T* to, Index stride);

// Entry (row, column) of the operand is data[row * row_step + column * column_step].
template <class T>
struct Entries {
  explicit Entries(const Operand<T>& operand)
      : data(operand.stored.data),
        row_step(operand.transposed ? 1 : operand.stored.stride),
        column_step(operand.transposed ? operand.stored.stride : 1) {}

  const T* data;
  Index row_step;
  Index column_step;
};

// Writes the lines of A for rows first .. first + 7, in columns begin .. end - 1, negated: eight for each
// column, with 0 for rows beyond the matrix.
template <class T>
void write_panel(const Entries<T>& a, Index rows, Index first, Index begin, Index end, T* to) {
  const Index count = std::min(panel_columns, rows - first);
  for (Index k = begin; k < end; ++k, to += panel_columns) {
    const T* from = a.data + first * a.row_step + k * a.column_step;
    for (Index i = 0; i < count; ++i) to[i] = -from[i * a.row_step];
    for (Index i = count; i < panel_columns; ++i) to[i] = 0;
  }
}

// Writes the lines of B for columns first, first + 1, ... of a strip, in rows begin .. end - 1.
template <class T>
void write_strip(const Entries<T>& b, Index cols, Index first, Index begin, Index end, T* to) {
  constexpr Index width = strip_rows<T>;
  const Index count = std::min(width, cols - first);
  for (Index k = begin; k < end; ++k, to += width) {
    const T* from = b.data + k * b.row_step + first * b.column_step;
    for (Index j = 0; j < count; ++j) to[j] = from[j * b.column_step];
    for (Index j = count; j < width; ++j) to[j] = 0;
  }
}

// One tile of C that is cut off by its edge: the chains run in a copy of it.
template <class T>
void extend_edge(Extend<T> extend, const T* strip, const T* panel, Index depth, const MatrixView<T>& c,
                 Index row, Index column) {
  constexpr Index width = strip_rows<T>;
  T tile[panel_columns * width] = {};
  const Index rows = std::min(panel_columns, c.rows - row);
  const Index cols = std::min(width, c.cols - column);
  for (Index i = 0; i < rows; ++i) std::copy_n(&c(row + i, column), cols, tile + i * width);
  extend(strip, panel, depth, tile, width);
  for (Index i = 0; i < rows; ++i) std::copy_n(tile + i * width, cols, &c(row + i, column));
}

template <class T>
void subtract(Extend<T> extend, const Operand<T>& a, const Operand<T>& b, const MatrixView<T>& c,
              ProductPart part, Team& team) {
  constexpr Index width = strip_rows<T>;
  constexpr Index strips_together = 8;
  const Index panels = (c.rows + panel_columns - 1) / panel_columns;
  const Index strips = (c.cols + width - 1) / width;
  const Index depth = a.cols();
  const Index room = std::min(depth, block_columns);
  Buffer<T> packed_a(panels * panel_columns * room);
  Buffer<T> packed_b(strips * width * room);
  const Entries<T> of_a(a);
  const Entries<T> of_b(b);
  const Index bands = (strips + strips_together - 1) / strips_together;
  constexpr Index panels_together = 16;
  const Index stacks = (panels + panels_together - 1) / panels_together;

  team.run([&](int) {
    for (Index begin = 0; begin < depth; begin += block_columns) {
      const Index end = std::min(begin + block_columns, depth);
      for (Index p = team.next(); p < panels + strips; p = team.next()) {
        if (p < panels)
          write_panel(of_a, c.rows, p * panel_columns, begin, end,
                      packed_a.data() + p * panel_columns * room);
        else
          write_strip(of_b, c.cols, (p - panels) * width, begin, end,
                      packed_b.data() + (p - panels) * width * room);
      }
      team.wait();
      for (Index task = team.next(); task < bands * stacks; task = team.next()) {
        const Index first_strip = task / stacks * strips_together;
        const Index first_panel = task % stacks * panels_together;
        for (Index s = first_strip; s < std::min(first_strip + strips_together, strips); ++s)
          for (Index p = first_panel; p < std::min(first_panel + panels_together, panels); ++p) {
            const Index row = p * panel_columns;
            const Index column = s * width;
            if (part == ProductPart::lower && column > row + panel_columns - 1) continue;
            const T* strip = packed_b.data() + s * width * room;
            const T* panel = packed_a.data() + p * panel_columns * room;
            if (row + panel_columns <= c.rows && column + width <= c.cols)
              extend(strip, panel, end - begin, &c(row, column), c.stride);
            else
              extend_edge(extend, strip, panel, end - begin, c, row, column);
          }
      }
      team.wait();
    }
  });
}

template <class T>
void check(const Operand<T>& a, const Operand<T>& b, const MatrixView<T>& c) {
  if (a.rows() != c.rows || b.cols() != c.cols || a.cols() != b.rows())
    throw Error("the shapes of a product do not agree");
}

}  // namespace

void subtract_product(const Operand<float>& a, const Operand<float>& b, const MatrixView<float>& c,
                      ProductPart part, const Execution& execution) {
  const DefaultEnvironment environment;
  check(a, b, c);
  subtract(kernels_of(execution).extend_floats, a, b, c, part, team_of(thread_count(execution.threads)));
}

void subtract_product(const Operand<double>& a, const Operand<double>& b, const MatrixView<double>& c,
                      ProductPart part, const Execution& execution) {
  const DefaultEnvironment environment;
  check(a, b, c);
  subtract(kernels_of(execution).extend_doubles, a, b, c, part, team_of(thread_count(execution.threads)));
}

}  // namespace quantcheck::optimized
