// A case of some rows of another.
#pragma once

#include <span>

#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check {

/// The case that has these rows of `c` alone, in the order given. The Hessian is shared.
Case some_rows(const Case& c, std::span<const Index> rows);

}  // namespace quantcheck::check
