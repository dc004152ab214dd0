#include <quantcheck/proofs_check/report/findings.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/judge/grid_use.h>
#include <quantcheck/proofs_check/report/judgement_words.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/proofs_check/text/index_ranges.h>

namespace quantcheck::check {
namespace {

std::string codes_words(Code least, Code greatest) {
  return std::to_string(least) + ".." + std::to_string(greatest);
}

std::string rows_words(const std::vector<bool>& rows) {
  const bool one = std::count(rows.begin(), rows.end(), true) == 1;
  return std::string(one ? " (row " : " (rows ") + index_ranges(rows, true) + ")";
}

std::string scale_words(const Case& c, const ScalePlace& place) {
  return format("row %td, group %td (scale %.6g)", place.row, place.group,
                c.grid.scale[place.row * c.grid.groups + place.group]);
}

bool above_bound(const Judgement& j) { return j.clipped > 0 && j.ratio && j.ratio->low > 1; }

std::string clipping_words(const Case& c, const Judgement& j, const GridUse& use, int digits) {
  const Index all = j.decisions.size();
  std::string words = format("%td of %td decisions (%.3g%%) are clipped", j.clipped, all,
                             100 * static_cast<double>(j.clipped) / static_cast<double>(all));
  if (above_bound(j))
    words += ", and the loss is " + certain_words(*j.ratio, digits - 2) +
             " times the bound that holds without clipping";
  if (use.too_small == 0) return words;
  return words + format("; %td of %td scales", use.too_small, use.scales) + rows_words(use.rows_too_small) +
         " leave a weight more than a scale beyond the grid, the farthest in " +
         scale_words(c, use.smallest) +
         (std::isfinite(use.beyond) ? format(", by %.3g scales", use.beyond) : "");
}

const char* clipping_advice(const GridUse& use) {
  return use.too_small > 0
             ? "fit the scales again, from all weights of their row and group: those named are too small"
             : "look at the scales: all weights are on the grid, and what earlier errors add to them is not";
}

std::string unused_words(const Case& c, const GridUse& use) {
  return format("the codes of %td of %td scales with %td columns or more", use.half_unused, use.told,
                columns_to_tell) +
         rows_words(use.rows_half_unused) + " span at most half of " +
         codes_words(*c.grid.range.min, *c.grid.range.max) + "; least in " + scale_words(c, use.largest) +
         ": " + codes_words(use.least, use.greatest);
}

}  // namespace

std::vector<Finding> findings_of(const Case& c, const Judgement& j, int digits) {
  std::vector<Finding> findings;
  if (j.verdict != RunVerdict::conforms) return findings;
  const GridUse use = grid_use(c);
  if (2 * j.clipped >= j.decisions.size() || above_bound(j))
    findings.push_back({"clipping", clipping_words(c, j, use, digits), clipping_advice(use)});
  if (j.loss && j.plain_rounding && j.loss->low > j.plain_rounding->loss.high)
    findings.push_back(
        {"above-plain-rounding",
         "the loss, " + certain_words(*j.loss, digits) + ", is above that of plain rounding, " +
             certain_words(j.plain_rounding->loss, digits),
         "compare with plain rounding: for this hessian and these scales, carrying errors over "
         "does harm"});
  if (use.half_unused > 0 && 4 * use.half_unused >= use.told)
    findings.push_back(
        {"unused-grid", unused_words(c, use),
         "look at how those scales are fitted: they are twice as large as their codes need, or "
         "their weights have one sign and the grid has both"});
  return findings;
}

std::vector<Finding> findings_of(const LatticeCase& c, const LatticeJudgement& j, int digits) {
  const Index all = std::ssize(j.blocks);
  const bool above = j.overloaded > 0 && j.ratio && j.ratio->low > 1;
  if (j.verdict != RunVerdict::conforms || (2 * j.overloaded < all && !above)) return {};
  std::string words = format("%td of %td blocks (%.3g%%) are overloaded", j.overloaded, all,
                             100 * static_cast<double>(j.overloaded) / static_cast<double>(all));
  if (above)
    words += ", and the loss is " + certain_words(*j.ratio, digits - 2) +
             " times the bound that holds without that";
  return {{"overload", words,
           format("look at the betas: the largest, %.6g, is too small for these values", c.beta.back())}};
}

std::string next_of(const std::vector<Finding>& findings) {
  std::string next;
  for (const Finding& found : findings) next += (next.empty() ? "" : "; ") + found.next;
  return next.empty() ? "nothing to do" : next;
}

std::string words_of(const std::vector<Finding>& findings) {
  std::string words;
  for (const Finding& found : findings) words += (words.empty() ? "" : "; ") + found.words;
  return words;
}

}  // namespace quantcheck::check
