// Random options of the optimized quantizer, and their names.
#pragma once

#include <string>

#include <quantcheck/optimized/options.h>
#include <quantcheck/proofs_check/problems/dice.h>

namespace quantcheck::test {

/// Any method and order, with a damping of at least half a percent of the mean diagonal.
optimized::FactorOptions random_factor_options(check::Dice& dice, Index in);

/// Any grid of 2 to 8 bits or with another number of levels. Groups often do not divide `in`. Where a result
/// is judged, groups should have at least 3 columns: a scale for every single weight leaves no errors but
/// those of rounding, and the next scales are made of those.
optimized::GridOptions random_grid_options(check::Dice& dice, Index in, Index least_group = 1);

Order shuffled_order(check::Dice& dice, Index in);

/// Names for tests, and descriptions on one line for messages.
std::string name_of(optimized::Method method);
std::string name_of(OrderKind order);
std::string describe(const optimized::FactorOptions& options);
std::string describe(const optimized::GridOptions& options);

}  // namespace quantcheck::test
