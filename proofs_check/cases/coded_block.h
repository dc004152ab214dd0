// One block of a lattice case.
#pragma once

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/reference/lattice/e8.h>

namespace quantcheck::check {

struct BlockPlace {
  Index row = 0;
  Index block = 0;

  friend bool operator==(const BlockPlace&, const BlockPlace&) = default;
};

/// A block as somebody quantized it.
struct CodedBlock {
  reference::Block<Code> code;
  Index beta_index = 0;
  Index columns = lattice_block;    // of the row; the others are padding
  const double* decoded = nullptr;  // `columns` of them, or null
  FloatFormat decoded_format = FloatFormat::f32;
};

/// Refers to the case.
CodedBlock coded_block(const LatticeCase& c, const BlockPlace& place);

}  // namespace quantcheck::check
