// The dialects of scales that were changed after codes had been made with them.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/diagnose/dialects.h>

namespace quantcheck::check {

/// The dialect in which the scales of a case are these instead (out x groups), which are no rounded numbers.
/// The id is "scales:changed" with "-" and `relation`, unless that is empty.
Dialect with_changed_scales(const Case& c, const std::string& relation, std::string words,
                            std::vector<double> scale);

/// "; 3 of 16 rows are wrong at the first step already, whatever the hessian is", or nothing where none is
/// wrong.
std::string about_first_step(const Case& c);

}  // namespace quantcheck::check
