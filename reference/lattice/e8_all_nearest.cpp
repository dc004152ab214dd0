#include <quantcheck/reference/lattice/e8_all_nearest.h>

#include <algorithm>

#include <quantcheck/reference/lattice/coordinate.h>

namespace quantcheck::reference {
namespace {

class Enumeration {
 public:
  explicit Enumeration(const Block<Rational>& x) : x_(x) {
    for (std::size_t i = 0; i < 8; ++i) {
      below_.twice[i] = 2 * to_coordinate(floor(x[i]));
    }
    E8Point start = below_;
    if (!in_e8(start)) start.twice[0] += 2;
    for (std::size_t i = 0; i < 8; ++i) nearest_.squared_distance += square(i, start.twice[i]);
  }

  AllNearest run() {
    for (const Code coset : {0, 1}) extend(0, coset, 0);
    std::ranges::sort(nearest_.points);
    return std::move(nearest_);
  }

 private:
  Rational square(std::size_t i, Code twice) const {
    const Rational difference = x_[i] - Rational(twice, 2);
    return difference * difference;
  }

  // Gives coordinate i every value that keeps the point within the distance of the nearest point so far,
  // outwards from x on both sides, and goes on to the next coordinate. The coordinates before i are at this
  // squared distance from those of x.
  void extend(std::size_t i, Code coset, const Rational& squared_distance) {
    if (i == 8) return keep(squared_distance);
    for (const Code direction : {-2, 2}) {
      Code twice = below_.twice[i] + coset + (direction > 0 ? 2 : 0);
      if (direction < 0 && Rational(twice, 2) > x_[i]) twice -= 2;
      if (direction > 0 && Rational(twice - 2, 2) > x_[i]) twice -= 2;
      for (;; twice += direction) {
        const Rational reached = squared_distance + square(i, twice);
        if (reached > nearest_.squared_distance) break;
        point_.twice[i] = twice;
        extend(i + 1, coset, reached);
      }
    }
  }

  void keep(const Rational& squared_distance) {
    if (!in_e8(point_)) return;
    if (squared_distance < nearest_.squared_distance) nearest_.points.clear();
    nearest_.squared_distance = squared_distance;
    nearest_.points.push_back(point_);
  }

  const Block<Rational>& x_;
  E8Point below_;  // floor(x) in each coordinate
  E8Point point_;  // the point that is being made
  AllNearest nearest_;
};

}  // namespace

AllNearest all_nearest_e8(const Block<Rational>& x) { return Enumeration(x).run(); }

}  // namespace quantcheck::reference
