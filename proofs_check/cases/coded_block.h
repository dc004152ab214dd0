// A lattice block of a case: its codes, its beta, and what somebody decoded it to.
#pragma once

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/reference/lattice/e8.h>

namespace quantcheck::check {

/// The place of a lattice block in its case.
struct BlockPlace {
  Index row = 0;
  Index block = 0;  // within the row

  friend bool operator==(const BlockPlace&, const BlockPlace&) = default;
};

/// A lattice block as somebody quantized it.
struct CodedBlock {
  reference::Block<Code> code;
  Index beta_index = 0;
  Index columns = lattice_block;    // how many of the eight values lie in the row; the others are padding
  const double* decoded = nullptr;  // as many values as `columns`, or null where the case has none
  FloatFormat decoded_format = FloatFormat::f32;
};

/// The lattice block at this place. Its `decoded` points into the case.
CodedBlock coded_block(const LatticeCase& c, const BlockPlace& place);

}  // namespace quantcheck::check
