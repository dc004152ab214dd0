// The search for a small problem that fails, beginning with any that does.
#pragma once

#include <utility>

namespace quantcheck::check {

/// How often a search asks by default.
inline constexpr int shrink_evaluations = 2000;

/// Takes the first problem of `simpler(subject)` that still fails, again and again, until none does or
/// `still_fails` has been asked `evaluations` times. The problem `subject` has to fail; it is not asked
/// about. What `still_fails` throws passes through.
template <class Subject, class StillFails>
Subject shrunk(Subject subject, StillFails&& still_fails, int evaluations = shrink_evaluations) {
  for (bool found = true; found;) {
    found = false;
    for (Subject& candidate : simpler(subject)) {
      if (evaluations-- <= 0) return subject;
      found = still_fails(candidate);
      if (!found) continue;
      subject = std::move(candidate);
      break;
    }
  }
  return subject;
}

}  // namespace quantcheck::check
