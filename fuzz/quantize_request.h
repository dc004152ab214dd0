// The request of the fuzz target of `quantcheck quantize`: a small layer, unusual numbers included, and the
// options for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/proofs_check/quantize/quantize_lattice.h>

namespace quantcheck::fuzz {

/// A layer, and the options to quantize it with.
struct QuantizeRequest {
  check::Layer layer;
  std::variant<check::QuantizeOptions, check::LatticeOptions> options;
};

/// The request that the bytes stand for. Any bytes make one.
QuantizeRequest quantize_request(const std::uint8_t* data, std::size_t size);

/// The bytes of the case, or the words with which the request was refused.
struct QuantizeOutcome {
  std::vector<std::byte> bytes;
  std::string refusal;

  friend bool operator==(const QuantizeOutcome&, const QuantizeOutcome&) = default;
};
/// The outcome of a request.
QuantizeOutcome quantize_outcome(const QuantizeRequest& request, const optimized::Execution& execution);

}  // namespace quantcheck::fuzz
