// What needs no sample: bounds of information theory, scalar quantizers, Gaussian masses.
#pragma once

#include <quantcheck/reference/layer.h>

namespace quantcheck::check::ledger {

/// Second moments per dimension of cells of volume 1: E8's, the cube's, the ball's in eight dimensions. No
/// cell in eight dimensions has less than the ball. J. H. Conway, N. J. A. Sloane, Sphere Packings, Lattices
/// and Groups, chapter 21.
inline constexpr double e8_second_moment = 929.0 / 12960;
inline constexpr double cube_second_moment = 1.0 / 12;
double ball_second_moment();

/// The distortion of a Gaussian of variance 1 at a rate in bits: of the best code of all, 4^-R; of a dithered
/// lattice of that second moment, entropy coded, at most 2 pi e G 4^-R (R. Zamir, M. Feder, IEEE Trans. Inf.
/// Theory 42 (1996), 1152-1159).
double shannon_distortion(double rate);
double lattice_distortion(double second_moment, double rate);

/// The least error of a product of two Gaussian matrices, each quantized at a rate, by n: 2 4^-R - 16^-R from
/// R* on, below on the tangent through (0, 1). arXiv 2410.13780; arXiv 2502.09720. R* is the root of f(R) - R
/// f'(R) = 1.
double product_bound(double rate);
double product_bound_threshold();

/// The least mean squared error of a uniform quantizer with so many levels, an even number, on N(0, 1). J.
/// Max, IRE Trans. Inf. Theory 6 (1960), 7-12.
double best_uniform_error(Index levels);

/// The mass of N(0, I) in eight dimensions outside a cube or a ball of volume r^8 around 0.
double mass_outside_cube(double r);
double mass_outside_ball(double r);

}  // namespace quantcheck::check::ledger
