// The Hessian of an LDLQ case as that of a layer, which is what certified/ factors.
#pragma once

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>

namespace quantcheck::check {

/// A layer of the case's size with its Hessian, and no weights or codes; and the order of its columns.
struct HessianLayer {
  Case c;
  Hypothesis hypothesis;
};

HessianLayer hessian_layer(const LatticeCase& c);

/// An LDLQ case with the factor of its Hessian. Everything is referred to.
struct FactoredLattice {
  const LatticeCase& c;
  const HessianLayer& layer;
  const CertifiedFactor& factor;
};

}  // namespace quantcheck::check
