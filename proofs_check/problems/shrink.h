// From a problem that fails to a small one that does.
#pragma once

#include <functional>

#include <quantcheck/proofs_check/problems/problem.h>

namespace quantcheck::check {

inline constexpr int shrink_evaluations = 2000;

/// Takes the first simpler problem that still fails, again and again, until none does or `still_fails` was
/// asked `evaluations` times. `problem` is one that fails; it is not asked about. What `still_fails` throws
/// passes through.
Problem shrunk(Problem problem, const std::function<bool(const Problem&)>& still_fails,
               int evaluations = shrink_evaluations);

}  // namespace quantcheck::check
