// The choice of a scale by least squares in double, as far as double can tell.
#pragma once

#include <optional>
#include <span>

#include <quantcheck/reference/fit_grid.h>

namespace quantcheck::check {

/// The grid that reference::least_squares_grid finds for these weights, where `covering` is the one that
/// covers them; nothing where their errors in double do not tell.
///
/// Theorem. Let d be the distance of a weight w from the grid, x = w / s, and q the point of the grid nearest
/// to the quotient as computed, which is x (1 + delta) with |delta| <= gamma_2: it is a product with the
/// rounded 1 / s. Of the points of the grid none is nearer to x than q by more than 2 gamma_2 |x|. The
/// product s q is exact, as s is a float32 and q has fewer than 24 digits, and the difference w - s q is
/// rounded once. So the distance e as computed has |e - d| <= 5 u (|w| + e), and |e^2 - d^2| <= |e - d| (2 e
/// + |e - d|) is at most 11 u (|w| + e)^2 <= 22 u (w^2 + e^2). The sum over n weights adds gamma_{n+1} of
/// itself.
///
/// Where each weight is off by some a, so is its distance d, and the sum of their squares by at most
/// sum a (2 d + a) <= |a| (2 |d| + |a|). `off` is at least the norm |a|.
std::optional<reference::GroupGrid> least_squares_in_double(std::span<const double> weights,
                                                            const reference::GroupGrid& covering,
                                                            const GridShape& shape, double off = 0);

}  // namespace quantcheck::check
