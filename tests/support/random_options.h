// What can be asked of the optimized quantizer, drawn at random.
#pragma once

#include <string>

#include <quantcheck/optimized/options.h>
#include <quantcheck/proofs_check/problems/dice.h>

namespace quantcheck::test {

/// Any order and method, damped by at least half a percent of the mean diagonal.
optimized::FactorOptions random_factor_options(check::Dice& dice, Index in);

/// Any grid of 2 to 8 bits or other levels; groups often do not divide `in`. Judged ones should have groups
/// of 3 columns at least: a scale for every single weight leaves no errors but those of rounding, and the
/// next scales are made of them.
optimized::GridOptions random_grid_options(check::Dice& dice, Index in, Index least_group = 1);

Order shuffled_order(check::Dice& dice, Index in);

/// For the names of tests, and on one line, for messages.
std::string name_of(optimized::Method method);
std::string name_of(OrderKind order);
std::string describe(const optimized::FactorOptions& options);
std::string describe(const optimized::GridOptions& options);

}  // namespace quantcheck::test
