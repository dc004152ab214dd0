// The ways in which a scale may have been rounded after codes were made with it.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check {

/// Bounds of what the scales of a case may have been before they were changed, in multiples of the stored
/// ones: for each row and group, as the scales are laid out.
struct ScaleBounds {
  std::vector<double> low;
  std::vector<double> high;
};

/// The direction of a rounding: to the nearest number, or to that whose logarithm is nearest; toward zero;
/// away from zero.
enum class Direction { nearest, nearest_exponent, down, up };

/// A rounding that the stored scales may be the result of.
struct ScaleRounding {
  std::string id;  // of the format, for programs: "power-of-two", "e4m3", "bf16", "f16"
  Direction direction = Direction::nearest;
  std::string words;    // completes "of which the stored ones are ..."
  std::string rounded;  // the same where the direction is open
  ScaleBounds bounds;   // of the numbers that round to the stored ones
};

/// The roundings that give numbers of a format that every stored scale is one of, the finest format first:
/// float16, bfloat16, e4m3 (which may be times one factor for all), powers of two (e8m0); for each, in all
/// directions. Scales of groups that no column belongs to do not count.
std::vector<ScaleRounding> possible_roundings(const Case& c);

/// Which groups have a column.
std::vector<bool> groups_in_use(const Case& c);

}  // namespace quantcheck::check
