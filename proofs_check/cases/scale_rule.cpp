#include <quantcheck/proofs_check/cases/scale_rule.h>

#include <array>
#include <charconv>
#include <cmath>
#include <sstream>
#include <utility>

#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

constexpr std::array<std::pair<std::string_view, ScaleFit>, 9> fit_names{
    {{"absmax", ScaleFit::absmax},
     {"absmax-qmax", ScaleFit::absmax_to_top},
     {"absmax-qmin", ScaleFit::absmax_to_bottom},
     {"absmax-one-sided", ScaleFit::absmax_one_sided},
     {"signed-qmin", ScaleFit::signed_to_bottom},
     {"minmax", ScaleFit::minmax},
     {"minmax-without-0", ScaleFit::minmax_without_zero},
     {"minmax-edge", ScaleFit::minmax_edge},
     {"mse", ScaleFit::least_error}}};

constexpr std::array<std::pair<std::string_view, ScaleTime>, 3> time_names{
    {{"static", ScaleTime::fixed}, {"current", ScaleTime::current}, {"stale", ScaleTime::stale}}};

template <class Value, std::size_t count>
std::optional<Value> value_of(const std::array<std::pair<std::string_view, Value>, count>& names,
                              const std::string& word) {
  for (const auto& [name, value] : names)
    if (name == word) return value;
  return std::nullopt;
}

// The number after "key=", if the word is of that kind.
template <class Number>
std::optional<Number> number_of(const std::string& word, std::string_view key) {
  if (!word.starts_with(key)) return std::nullopt;
  Number value = 0;
  const char* const end = word.data() + word.size();
  const auto [stop, error] = std::from_chars(word.data() + key.size(), end, value);
  if (error != std::errc() || stop != end) throw Error(word + ": a number is needed");
  return value;
}

void check_rule(const DeclaredScaleRule& rule) {
  if ((rule.norm || rule.range) && rule.fit != ScaleFit::least_error)
    throw Error("a norm and a range belong to mse alone");
  if (rule.norm && !(*rule.norm > 0 && *rule.norm <= 16)) throw Error("the norm is above 0 and at most 16");
  if (rule.range && !(*rule.range >= 0.01 && *rule.range <= 0.99))
    throw Error("the range is from 0.01 to 0.99");
  if (rule.block && rule.time != ScaleTime::stale) throw Error("a block belongs to stale scales alone");
  if (rule.block && *rule.block < 1) throw Error("a block has at least one column");
}

std::string shortest_decimal(double value) {
  std::array<char, 32> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return {digits.data(), end};
}

}  // namespace

bool DeclaredScaleRule::allows(const ScaleRule& rule, Index groups) const {
  return fit == rule.fit && rule.columns == ScaleColumns::group && (!norm || *norm == rule.norm) &&
         (!range || *range == rule.range) && (groups == 1 || !time || *time == rule.time) &&
         (groups == 1 || !block || *block == rule.block);
}

std::string_view name_of(ScaleFit fit) {
  for (const auto& [name, value] : fit_names)
    if (value == fit) return name;
  return "unknown";
}

std::string_view name_of(ScaleTime time) {
  for (const auto& [name, value] : time_names)
    if (value == time) return name;
  return "unknown";
}

DeclaredScaleRule parse_scale_rule(const std::string& words) {
  std::istringstream stream(words);
  std::string word;
  stream >> word;
  const std::optional<ScaleFit> fit = value_of(fit_names, word);
  if (!fit) {
    std::string list;
    for (const auto& [name, value] : fit_names) list += " " + std::string(name);
    throw Error("a scale rule begins with one of" + list);
  }
  DeclaredScaleRule rule;
  rule.fit = *fit;
  while (stream >> word) {
    if (const auto time = value_of(time_names, word))
      rule.time = time;
    else if (const auto norm = number_of<double>(word, "norm="))
      rule.norm = norm;
    else if (const auto range = number_of<double>(word, "range="))
      rule.range = range;
    else if (const auto block = number_of<Index>(word, "block="))
      rule.block = block;
    else
      throw Error(word + ": one of norm=P, range=R, static, current, stale and block=N is needed");
  }
  check_rule(rule);
  return rule;
}

std::string words_of(const DeclaredScaleRule& rule) {
  std::string words(name_of(rule.fit));
  if (rule.norm) words += " norm=" + shortest_decimal(*rule.norm);
  if (rule.range) words += " range=" + shortest_decimal(*rule.range);
  if (rule.time) words += " " + std::string(name_of(*rule.time));
  if (rule.block) words += " block=" + std::to_string(*rule.block);
  return words;
}

}  // namespace quantcheck::check
