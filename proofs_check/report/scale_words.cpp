#include <quantcheck/proofs_check/report/scale_words.h>

#include <quantcheck/proofs_check/report/judgement_words.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/proofs_check/text/lines.h>

namespace quantcheck::check {
namespace {

std::string fit_words(const ScaleRule& rule) {
  switch (rule.fit) {
    case ScaleFit::absmax_to_top:
      return "absmax over qmax";
    case ScaleFit::absmax_to_bottom:
      return "absmax over -qmin, full-range signed";
    case ScaleFit::absmax_one_sided:
      return "absmax, max / (qmax - qmin) where no weight is negative";
    case ScaleFit::signed_to_bottom:
      return "the weight of the greatest magnitude over qmin";
    case ScaleFit::minmax_without_zero:
      return "minmax without 0";
    case ScaleFit::least_error:
      return format("mse (norm %g, down to %g)", rule.norm, 1.01 - rule.range);
    case ScaleFit::minmax_edge:
      return "minmax with its farther end on the grid";
    default:
      return std::string(name_of(rule.fit));
  }
}

std::string time_words(const ScaleRule& rule) {
  if (rule.time == ScaleTime::stale)
    return format(", as compensated when its block of %td columns begins (stale)", rule.block);
  return ", " + std::string(name_of(rule.time));
}

// The rule where it holds for all weights of each group.
std::string whole_words(const ScaleRule& rule, Index groups) {
  return fit_words(rule) + (groups == 1 ? " of each row" : " of each group" + time_words(rule)) +
         (rule.with_dead ? ", with the weights of dead inputs" : "");
}

std::string rule_words(const ScaleRule& rule, Index groups) {
  const std::string fit = " (" + fit_words(rule) + ")";
  switch (rule.columns) {
    case ScaleColumns::first_of_row:
      return (rule.processed ? format("those of the first %td columns processed", rule.part)
                             : format("those of columns 0 .. %td", rule.part - 1)) +
             fit + ", not of the row";
    case ScaleColumns::first_of_group:
      return format("those of the first %td columns of each group", rule.part) +
             (rule.processed ? " as processed" : "") + fit + ", not of the group";
    case ScaleColumns::one_group:
      return format("those of group %td", rule.part) + fit + ", for all groups of the row";
    case ScaleColumns::row:
      return "those of the whole row" + fit + ", for all its groups";
    case ScaleColumns::group:
      break;
  }
  return whole_words(rule, groups);
}

std::string group_counts(const RuleFit& fit, Index groups) {
  return format("%td of %td %s", fit.groups, fit.of, groups == 1 ? "rows" : "groups");
}

// Where not all rows were looked at.
std::string looked_at(const ScaleFinding& found) {
  if (!found.sampled) return "";
  return found.groups == 1 ? " looked at" : format(" in the %td rows looked at", found.rows);
}

}  // namespace

std::string scale_words(const ScaleFinding& found) {
  const std::string counted = group_counts(found.best, found.groups) + looked_at(found);
  if (found.best.holds()) return rule_words(found.best.rule, found.groups) + " (" + counted + ")";
  std::string words = "none of the known rules gives them";
  if (found.best.groups > 0)
    words += "; the closest, " + rule_words(found.best.rule, found.groups) + ", fits " + counted;
  if (found.clip())
    words += format("; %td of %td are less than half of what covers the weights", found.too_small, found.all);
  if (found.groups > 1 && !found.compensated) words += "; compensated weights were not looked at";
  return words;
}

std::string other_scale_words(const RuleLoss& other, Index groups, int digits) {
  return whole_words(other.rule, groups) + ": loss " + certain_words(other.loss, digits) +
         " with codes found in float32";
}

std::string declared_scale_words(const ScaleFinding& found) {
  const std::string words = words_of(*found.declared);
  if (!found.declared_fit) return words + ": could not be tried";
  return words + (found.contradicts() ? " does not give them: it fits " : " gives them: it fits ") +
         group_counts(*found.declared_fit, found.groups);
}

}  // namespace quantcheck::check
