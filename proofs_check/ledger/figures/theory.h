// Figures that need no sample: bounds of information theory, errors of scalar quantizers, Gaussian masses.
#pragma once

#include <quantcheck/reference/layer.h>

namespace quantcheck::check::ledger {

/// Second moments per dimension of cells of volume 1: E8's, the cube's and that of the ball in eight
/// dimensions. No cell in eight dimensions has a smaller one than the ball. J. H. Conway, N. J. A. Sloane,
/// Sphere Packings, Lattices and Groups, chapter 21.
inline constexpr double e8_second_moment = 929.0 / 12960;
inline constexpr double cube_second_moment = 1.0 / 12;
double ball_second_moment();

/// The distortion of the best of all codes for a Gaussian of variance 1 at a rate R in bits a value: 4^-R.
double shannon_distortion(double rate);
/// A bound of the distortion of a dithered lattice of second moment G, entropy coded, at a rate R:
///     2 pi e G 4^-R.
/// R. Zamir, M. Feder, IEEE Trans. Inf. Theory 42 (1996), 1152-1159.
double lattice_distortion(double second_moment, double rate);

/// The least mean squared error of an entry of a product of two Gaussian matrices, each quantized at the rate
/// R in bits a value, divided by the number n of terms of the entry. From R* on it is
///     f(R) = 2 4^-R - 16^-R,
/// and below R* it is on the tangent to f through (0, 1). arXiv 2410.13780; arXiv 2502.09720.
double product_bound(double rate);
/// R*, the root of f(R) - R f'(R) = 1.
double product_bound_threshold();

/// The least mean squared error on N(0, 1) of a uniform quantizer with the given number of levels, which has
/// to be even. J. Max, IRE Trans. Inf. Theory 6 (1960), 7-12.
double best_uniform_error(Index levels);

/// The mass of N(0, I) in eight dimensions outside a cube or a ball of volume r^8 around 0.
double mass_outside_cube(double r);
double mass_outside_ball(double r);

}  // namespace quantcheck::check::ledger
