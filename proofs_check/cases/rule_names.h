// The names of the rules that codes are made by, in case files and options.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check {

inline constexpr std::array<std::pair<std::string_view, Rule>, 2> rule_names{
    {{"gptq", Rule::gptq}, {"rtn", Rule::rtn}}};

constexpr std::string_view name_of(Rule rule) { return rule_names[rule == Rule::gptq ? 0 : 1].first; }

}  // namespace quantcheck::check
