#include <algorithm>
#include <limits>
#include <numeric>

#include <quantcheck/optimized/hessian/min_pivot.h>
#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/optimized/parallel/team.h>

namespace quantcheck::optimized {
namespace {

constexpr Index steps_together = 64;

// The Schur complement of the columns that are left. It is padded x padded, and symmetric but for rounding.
// The diagonal among its entries lags behind: `pivot` holds the true one.
struct Schur {
  Index size = 0;
  Index padded = 0;
  Buffer<double> entries;
  std::vector<Index> column;  // column of the Hessian at each place, ascending
  std::vector<double> pivot;
  std::vector<bool> eliminated;
};

Schur empty_schur(Index size) {
  const Index padded = round_up(size, strip_rows<double>);
  return {size,
          padded,
          Buffer<double>(padded * padded),
          std::vector<Index>(size),
          std::vector<double>(size),
          std::vector<bool>(size, false)};
}

Schur whole(const HessianView& hessian, const std::vector<double>& damped) {
  Schur schur = empty_schur(static_cast<Index>(damped.size()));
  std::iota(schur.column.begin(), schur.column.end(), Index{0});
  schur.pivot = damped;
  std::fill_n(schur.entries.data(), schur.padded * schur.padded, 0.0);
  std::visit(
      [&schur](const auto& h) {
        for (Index i = 0; i < schur.size; ++i)
          for (Index j = 0; j < schur.size; ++j)
            schur.entries[i * schur.padded + j] = static_cast<double>(h(i, j));
      },
      hessian);
  return schur;
}

Schur without_eliminated(const Schur& from) {
  std::vector<Index> left;
  for (Index i = 0; i < from.size; ++i)
    if (!from.eliminated[i]) left.push_back(i);
  Schur schur = empty_schur(static_cast<Index>(left.size()));
  std::fill_n(schur.entries.data(), schur.padded * schur.padded, 0.0);
  for (Index i = 0; i < schur.size; ++i) {
    schur.column[i] = from.column[left[i]];
    schur.pivot[i] = from.pivot[left[i]];
    for (Index j = 0; j < schur.size; ++j)
      schur.entries[i * schur.padded + j] = from.entries[left[i] * from.padded + left[j]];
  }
  return schur;
}

Index smallest_pivot(const Schur& schur) {
  Index smallest = -1;
  for (Index i = 0; i < schur.size; ++i)
    if (!schur.eliminated[i] && (smallest < 0 || !(schur.pivot[smallest] < schur.pivot[i]))) smallest = i;
  return smallest;
}

// Up to steps_together eliminations whose effect on the entries is still to come.
struct Steps {
  Index done = 0;
  Buffer<double> column;    // steps_together x padded: the eliminated columns, as they were then
  Buffer<double> negative;  // the same columns, divided by minus their pivots
};

// Eliminates the smallest pivot and returns its place in the Schur complement.
Index eliminate(Schur& schur, Steps& steps) {
  const Index p = smallest_pivot(schur);
  const double pivot = schur.pivot[p];
  double* column = steps.column.data() + steps.done * schur.padded;
  double* negative = steps.negative.data() + steps.done * schur.padded;
  std::copy_n(schur.entries.data() + p * schur.padded, schur.padded, column);
  for (Index q = 0; q < steps.done; ++q) {
    const double* earlier = steps.negative.data() + q * schur.padded;
    const double factor = steps.column[q * schur.padded + p];
    for (Index i = 0; i < schur.padded; ++i) column[i] += factor * earlier[i];
  }
  // A pivot that is not positive is left for the factorization to report.
  const double divisor = pivot > 0 ? pivot : std::numeric_limits<double>::infinity();
  schur.eliminated[p] = true;
  for (Index i = 0; i < schur.size; ++i) {
    if (schur.eliminated[i]) column[i] = 0;
    negative[i] = -(column[i] / divisor);
    schur.pivot[i] += column[i] * negative[i];
  }
  for (Index i = schur.size; i < schur.padded; ++i) column[i] = negative[i] = 0;
  ++steps.done;
  return p;
}

// Brings the entries up to date: entry (j, i) grows by the sum over the eliminations of negative_i column_j.
void apply(const Kernels& kernels, Schur& schur, Steps& steps, Team& team) {
  const Index padded = schur.padded;
  Buffer<double> strips(padded * steps.done);
  Buffer<double> panels(padded * steps.done);
  for (Index q = 0; q < steps.done; ++q) {
    for (Index i = 0; i < padded; ++i) {
      strips[(i / strip_rows<double> * steps.done + q) * strip_rows<double> + i % strip_rows<double>] =
          steps.negative[q * padded + i];
      panels[(i / panel_columns * steps.done + q) * panel_columns + i % panel_columns] =
          steps.column[q * padded + i];
    }
  }
  team.for_each(padded / panel_columns, [&](Index panel) {
    for (Index strip = 0; strip < padded / strip_rows<double>; ++strip)
      kernels.add_products(strips.data() + strip * steps.done * strip_rows<double>,
                           panels.data() + panel * steps.done * panel_columns, steps.done,
                           schur.entries.data() + panel * panel_columns * padded + strip * strip_rows<double>,
                           padded);
  });
  steps.done = 0;
}

}  // namespace

Order min_pivot_order(const HessianView& hessian, const std::vector<double>& damped, const Kernels& kernels,
                      Team& team) {
  Schur schur = whole(hessian, damped);
  Index left = schur.size;
  Order order(left);
  Steps steps{0, Buffer<double>(steps_together * schur.padded),
              Buffer<double>(steps_together * schur.padded)};
  while (left > 0) {
    order[left - 1] = schur.column[eliminate(schur, steps)];
    --left;
    if (steps.done < steps_together || left == 0) continue;
    apply(kernels, schur, steps, team);
    if (2 * left < schur.size) schur = without_eliminated(schur);
  }
  return order;
}

}  // namespace quantcheck::optimized
