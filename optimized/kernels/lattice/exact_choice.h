// The choice between the two cosets of E8 near a tie: which of them has the nearest point is decided exactly.
// This is kernel text, compiled once for each target.

/// An exact sum of floats below 2, kept in units of 2^-149 with 32 bits a place.
class ExactSum {
 public:
  /// Adds sign * factor * x, for x >= 0 and a factor of 1 or 2. It may be called up to 200 times.
  void add(float x, std::int64_t sign, int factor) {
    std::uint32_t bits = 0;
    __builtin_memcpy(&bits, &x, sizeof bits);
    const std::uint32_t exponent = bits >> 23;
    const std::int64_t fraction = bits & 0x7fffff;
    const std::uint32_t shift = (exponent > 0 ? exponent - 1 : 0) + static_cast<std::uint32_t>(factor - 1);
    place_[shift / 32] += sign * ((fraction + (exponent > 0 ? 0x800000 : 0)) << shift % 32);
  }

  int sign() const {
    std::int64_t carry = 0;
    bool zero = true;
    for (int k = 0; k < places; ++k) {
      const std::int64_t sum = place_[k] + carry;
      if (k == places - 1 && sum < 0) return -1;
      zero = zero && (k == places - 1 ? sum : sum & 0xffffffff) == 0;
      carry = sum >> 32;
    }
    return zero ? 0 : 1;
  }

 private:
  static constexpr int places = 5;
  std::int64_t place_[places] = {};
};

/// Whether the nearest point, the lexicographically greatest of several, is in D8 + (1/2)^8. The coordinates
/// of the lattice block differ from their nearest integers by `rest`, in [-1/2, 1/2), and no zero is
/// negative. `odd_integers` and `odd_halves` say whether a coordinate has to move for the parity in each of
/// the cosets.
///
/// With d_i for `rest`, the squared distance in D8 is sum d_i^2, and 1 - 2 max |d_i| more where a coordinate
/// moves. In the other coset, at 1/2 - |d_i| from each half of an odd integer, it is
/// sum d_i^2 - sum |d_i| + 2, and 2 min |d_i| more where a coordinate moves. At a tie the first coordinates
/// differ, by 1/2 or more.
bool halves_are_nearest(const float (&rest)[8], bool odd_integers, bool odd_halves) {
  ExactSum lead;                                       // squared distance in D8 less that in the other coset
  int most = 0, least = 0, farthest = 0, nearest = 0;  // how many have the extreme |d_i|, and one of each
  for (int i = 0; i < 8; ++i) {
    const float distance = __builtin_fabsf(rest[i]);
    lead.add(distance, 1, 1);
    const float farthest_so_far = __builtin_fabsf(rest[farthest]);
    const float nearest_so_far = __builtin_fabsf(rest[nearest]);
    if (distance > farthest_so_far) farthest = i;
    if (distance < nearest_so_far) nearest = i;
    most = distance == farthest_so_far ? most + 1 : distance > farthest_so_far ? 1 : most;
    least = distance == nearest_so_far ? least + 1 : distance < nearest_so_far ? 1 : least;
  }
  lead.add(1.0f, -1, 2);
  if (odd_integers) {
    lead.add(1.0f, 1, 1);
    lead.add(__builtin_fabsf(rest[farthest]), -1, 2);
  }
  if (odd_halves) lead.add(__builtin_fabsf(rest[nearest]), -1, 2);
  if (lead.sign() != 0) return lead.sign() > 0;
  // Of the coordinates that may move, move_one (nearest.h) chooses the one that does. Where the first
  // coordinate does not move, the point with halves is the greater one if d_1 >= 0: the first coordinates are
  // then r_1 in D8 and r_1 + 1/2 in the other coset, and r_1 - 1/2 if d_1 < 0. Where it moves, by 1 in D8 or
  // to the other side of x in the other coset, it is the other way round.
  const bool negative = rest[0] < 0;
  const bool moves = (odd_integers && farthest == 0 && (!negative || most == 1)) ||
                     (odd_halves && nearest == 0 && (negative || least == 1));
  return negative == moves;
}
