#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <string>

#include <quantcheck/optimized/checks/matrix.h>
#include <quantcheck/optimized/hessian/hessian_view.h>
#include <quantcheck/optimized/kernels/layout.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {
namespace {

constexpr Index check_tile = 32;     // rows and columns that are compared at a time
constexpr Index check_square = 256;  // rows and columns of a task: each row is on a page of its own

template <class T>
bool is_sound(T entry, T mirrored) {
  return entry == mirrored && std::abs(entry) < std::numeric_limits<T>::infinity();
}

template <class T>
[[noreturn]] void refuse(const MatrixView<const T>& h, Index row, Index column) {
  const T entry = h(row, column);
  const T mirrored = h(column, row);
  if (!std::isfinite(entry)) throw Error("the hessian is not finite: " + place(row, column));
  if (!std::isfinite(mirrored)) throw Error("the hessian is not finite: " + place(column, row));
  throw Error("the hessian is not symmetric: " + place(row, column) + " holds " +
              number(static_cast<double>(entry)) + ", " + place(column, row) + " " +
              number(static_cast<double>(mirrored)));
}

// There is no branch, and the mirrored tile is transposed first, so that the compiler can compare many
// entries at a time.
template <class T>
bool tile_is_sound(const MatrixView<const T>& h, Index first_row, Index first_column) {
  const Index rows = std::min(check_tile, h.rows - first_row);
  const Index columns = std::min(check_tile, h.rows - first_column);
  T mirrored[check_tile][check_tile];
  for (Index j = 0; j < columns; ++j)
    for (Index i = 0; i < rows; ++i) mirrored[i][j] = h(first_column + j, first_row + i);
  int unsound = 0;
  for (Index i = 0; i < rows; ++i) {
    const T* entries = &h(first_row + i, first_column);
    for (Index j = 0; j < columns; ++j)
      unsound |=
          !(entries[j] == mirrored[i][j]) | !(std::abs(entries[j]) < std::numeric_limits<T>::infinity());
  }
  return unsound == 0;
}

template <class T>
void check(const MatrixView<const T>& h, Team& team) {
  if (h.rows != h.cols || !is_there(h))
    throw Error("the hessian is not square, or empty: " + shape(h.rows, h.cols, h.stride));
  const Index bands = (h.rows + check_square - 1) / check_square;
  std::atomic<bool> sound{true};
  team.for_each(bands * bands, [&](Index square) {
    const Index first_row = (bands - 1 - square / bands) * check_square;
    const Index first_column = square % bands * check_square;
    if (first_column > first_row) return;
    for (Index i = first_row; i < std::min(first_row + check_square, h.rows); i += check_tile)
      for (Index j = first_column; j < std::min(first_column + check_square, i + check_tile); j += check_tile)
        if (!tile_is_sound(h, i, j)) sound.store(false, std::memory_order_relaxed);
  });
  if (sound) return;
  for (Index i = 0; i < h.rows; ++i)
    for (Index j = 0; j <= i; ++j)
      if (!is_sound(h(i, j), h(j, i))) refuse(h, i, j);
}

// Multiplies a line of entries by the scaling of their rows and of their column. The greater factor comes
// first, so that the product of a large and a small one never leaves the normal range on the way.
void scale(const std::vector<double>& scaling, const Index* rows, Index column, double* line) {
  const double of_column = scaling[column];
  for (Index lane = 0; lane < strip_rows<double>; ++lane) {
    const double of_row = rows[lane] < 0 ? 1.0 : scaling[rows[lane]];
    line[lane] = line[lane] * std::max(of_row, of_column) * std::min(of_row, of_column);
  }
}

// Writes the line of a column k: sixteen entries, and on the diagonal the damped one.
template <class T>
void read_line(const MatrixView<const T>& h, const ReversedHessian& reversed, Index strip, Index k,
               double* to) {
  constexpr Index width = strip_rows<double>;
  const Index* rows = reversed.columns.data() + strip * width;
  const Index column = reversed.columns[k];
  const bool padding = column < 0;
  const T* line = padding ? nullptr : h.data + column * h.stride;  // the row: the matrix is symmetric
  for (Index lane = 0; lane < width; ++lane)
    to[lane] = padding || rows[lane] < 0 ? 0.0 : static_cast<double>(line[rows[lane]]);
  if (!padding && !reversed.scaling.empty()) scale(reversed.scaling, rows, column, to);
  if (k / width == strip) to[k % width] = padding ? 1.0 : reversed.diagonal[column];
}

}  // namespace

void check_hessian(const HessianView& hessian, Team& team) {
  std::visit([&team](const auto& h) { check(h, team); }, hessian);
}

std::vector<double> diagonal(const HessianView& hessian, DeadInputs dead_inputs) {
  return std::visit(
      [dead_inputs](const auto& h) {
        std::vector<double> result(h.rows);
        for (Index i = 0; i < h.rows; ++i)
          result[i] = h(i, i) == 0 && dead_inputs == DeadInputs::zero ? 1.0 : static_cast<double>(h(i, i));
        return result;
      },
      hessian);
}

void ReversedHessian::read(Index strip, Index begin, Index end, double* to) const {
  std::visit(
      [&](const auto& h) {
        for (Index k = begin; k < end; ++k, to += strip_rows<double>) read_line(h, *this, strip, k, to);
      },
      entries);
}

void ReversedHessian::read(Index strip, Index begin, Index end, Pair* to) const {
  constexpr Index width = strip_rows<Pair>;
  double line[width];
  for (Index k = begin; k < end; ++k, to += width) {
    std::visit([&](const auto& h) { read_line(h, *this, strip, k, line); }, entries);
    double* parts = &to->hi;
    std::fill_n(parts, 2 * width, 0.0);
    for (Index first = 0; first < width; first += panel_columns)
      std::copy_n(line + first, panel_columns, parts + 2 * first);
    if (k / width != strip || columns[k] < 0 || low.empty()) continue;
    const Index lane = k % width;
    parts[2 * (lane / panel_columns * panel_columns) + panel_columns + lane % panel_columns] =
        low[columns[k]];
  }
}

ReversedHessian reversed_hessian(const HessianView& hessian, const Order& order,
                                 const std::vector<double>& damped_diagonal) {
  const Index in = static_cast<Index>(order.size());
  const Index padded = round_up(in, strip_rows<double>);
  ReversedHessian result{hessian, damped_diagonal, std::vector<Index>(padded, -1)};
  for (Index k = 0; k < in; ++k) result.columns[padded - 1 - k] = order[k];
  return result;
}

}  // namespace quantcheck::optimized
