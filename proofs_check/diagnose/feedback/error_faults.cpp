#include <string>
#include <utility>

#include <quantcheck/proofs_check/diagnose/feedback/fault.h>
#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {
namespace {

FeedbackFault of_error(std::string id, std::string words, std::string advice, FedBack fed_back) {
  return {{"error:" + std::move(id), std::move(words), std::move(advice), Half::hessian}, fed_back};
}

}  // namespace

FeedbackFault scaled_error(double factor) {
  FeedbackFault fault =
      of_error("scaled", format("errors are fed back times %.6g", factor),
               "look at what the error is multiplied and divided by before it is fed back", FedBack::error);
  if (factor == -1) {
    fault.id = "error:sign";
    fault.words = "errors are fed back with the wrong sign";
    fault.advice = "subtract the update from the later columns: err = (w - q) / R_jj, w_k -= err R_jk";
  }
  fault.factor = factor;
  return fault;
}

std::vector<FeedbackFault> faults_of_error() {
  const std::string dequantize =
      "subtract the dequantized value from the weight, scale * (code - zero), and feed back the difference";
  const std::string clipped =
      "take the error of the code that is stored: after clipping, and however large it is";
  std::vector<FeedbackFault> faults{
      of_error("of-code", "the error fed back is weight minus code, not weight minus dequantized value",
               dequantize, FedBack::from_code),
      of_error("of-code-and-zero",
               "the error fed back is weight minus (code - zero), not weight minus dequantized value",
               dequantize, FedBack::from_code_and_zero),
      of_error("in-scales", "the error fed back is measured in codes: it is not multiplied by the scale",
               "multiply the error by the scale again before it is fed back", FedBack::in_scales),
      of_error("before-clipping", "the error fed back is that of the code before it was clipped", clipped,
               FedBack::before_clipping),
      of_error("limited", "the error fed back is limited to half a scale, so that of clipped codes is lost",
               clipped, FedBack::at_most_half_scale),
      of_error("clipped-dropped", "the error of clipped codes is not fed back", clipped,
               FedBack::dropped_if_clipped),
      of_error("ends-dropped", "the error of the least and the greatest code is not fed back", clipped,
               FedBack::dropped_at_ends),
      of_error("of-weight",
               "the error fed back is that of the weight as it was before any update, not of the updated one",
               "take the error of the updated weight, or feed it back by the factor of H, not of H^-1",
               FedBack::from_weight),
      scaled_error(-1),
  };
  return faults;
}

}  // namespace quantcheck::check
