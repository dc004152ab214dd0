// The place where the wrong decisions of a run start.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// The first processing step and the first row of all that is wrong, where that says something.
struct Start {
  Index step = 0;  // 0 where steps say nothing
  Index row = 0;   // 0 where rows say nothing
  std::string words;
};

/// Where all wrong decisions come at or after a step, or in or after a row, that they would not keep to by
/// chance: if each of the rows that are wrong started anywhere with the same probability, all of them would
/// start so late with one below 1e-4; and rows likewise. Else nothing.
std::optional<Start> start_of(const Case& c, const Judgement& judgement);

}  // namespace quantcheck::check
