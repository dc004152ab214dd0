// LDLQ layers whose targets are known because their Hessian is made from its factor, with blocks placed on
// the boundary of a cell and next to it.
#pragma once

#include <cstdint>
#include <vector>

#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/tests/support/known_factor.h>

namespace quantcheck::test {

struct KnownLdlqShape {
  Index cols = 512;
  Index rows = 4;
  std::vector<Distance> distances;  // each special block has one of them, in turn
  BlockOrder block_order = BlockOrder::first;
};

/// A layer of that shape, and the verdicts on its blocks. Every eighth block of a row is special. All numbers
/// are exact in double; the arithmetic declared is exact.
struct KnownLdlq {
  check::LatticeCase c;
  std::vector<check::Verdict> blocks;  // rows x blocks
  Index wrong = 0;
};

/// The construction: H = U D U^T with U unit upper triangular in blocks of 8 x 8 and D block diagonal, both
/// of small integers and powers of two. Errors are multiples of a common unit. The block before a special
/// one, the helper, gives it eight times its error, and that error is chosen so that the special target, but
/// for its own weights, is the middle of a facet. So its weights are nothing but the distance, and fit a
/// double however small that is.
KnownLdlq known_ldlq(const KnownLdlqShape& shape, std::uint64_t seed);

}  // namespace quantcheck::test
