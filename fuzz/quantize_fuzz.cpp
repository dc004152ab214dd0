// The command `quantcheck quantize` on any small layer, unusual numbers included, with any request. The
// request is refused in words, or it makes a case that is read back unchanged and in which the judge finds
// nothing wrong beyond rounding in float32. The outcome is the same on every target and for one thread and
// three.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <quantcheck/fuzz/quantize_request.h>
#include <quantcheck/fuzz/require.h>
#include <quantcheck/optimized/target.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/cases/lattice_file.h>
#include <quantcheck/proofs_check/io/formats/safetensors.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>

using namespace quantcheck;
using namespace quantcheck::check;
using fuzz::require;

namespace {

fuzz::QuantizeOutcome same_everywhere(const fuzz::QuantizeRequest& request) {
  const auto first = fuzz::quantize_outcome(request, {optimized::available_targets().front(), 1});
  for (const optimized::Target target : optimized::available_targets())
    require(fuzz::quantize_outcome(request, {target, 3}) == first, "another outcome on another target");
  return first;
}

// Whether rounding in float32 is far from changing a decision: the Hessian is well conditioned, the weights
// are at most 2^12 scales, and the scales are not themselves made of rounding errors.
bool is_well_posed(const Case& c, const QuantizeOptions& options) {
  if (!options.grid.given && options.grid.scales == GroupScales::current) return false;
  const ExactLayer layer = exact_layer(c, as_declared(c));
  const auto pivots = exact_factor(layer, as_declared(c)).pivot;
  const auto diagonal = layer.hessian.diagonal();
  if (*std::min_element(pivots.begin(), pivots.end()) * 1000 <
      *std::max_element(diagonal.begin(), diagonal.end()))
    return false;
  double most = 0;
  for (const double w : c.layer.weight.values()) most = std::max(most, std::fabs(w));
  double least = HUGE_VAL;
  for (const double s : c.grid.scale) least = std::min(least, std::fabs(s));
  return least > 0x1p-60 && most < 0x1p60 && most <= 0x1p12 * least;
}

void judge_codes(const std::vector<std::byte>& bytes, const QuantizeOptions& options) {
  const Case c = parse_case(bytes, "made", Triangle::both);
  require(serialize_case(c) == bytes, "the case reads as another one");
  if (options.method == QuantizeMethod::rtn) return;
  const Judgement j = judge(c, as_declared(c));
  if (options.arithmetic == Arithmetic::exact)
    require(j.verdict == RunVerdict::conforms || j.verdict == RunVerdict::undecided,
            "an exact case: " + j.reason);
  else if (j.verdict != RunVerdict::conforms && is_well_posed(c, options))
    require(!j.first_wrong || j.first_wrong->excess < 1.0 / 64, "wrong by more than rounding");
}

void judge_blocks(const std::vector<std::byte>& bytes, const LatticeOptions& options) {
  const LatticeCase c = parse_lattice_case(parse_safetensors(bytes, "made"), Triangle::both);
  require(serialize_lattice_case(c) == bytes, "the case reads as another one");
  const LatticeJudgement j = judge(c);
  if (options.arithmetic == Arithmetic::exact)
    require(j.verdict == RunVerdict::conforms || j.verdict == RunVerdict::undecided,
            "an exact case: " + j.reason);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::QuantizeRequest request = fuzz::quantize_request(data, size);
  const fuzz::QuantizeOutcome outcome = same_everywhere(request);
  if (outcome.bytes.empty())
    require(!outcome.refusal.empty(), "refused without a word");
  else if (const auto* options = std::get_if<QuantizeOptions>(&request.options))
    judge_codes(outcome.bytes, *options);
  else
    judge_blocks(outcome.bytes, std::get<LatticeOptions>(request.options));
  return 0;
}
