// What the fuzz target of `quantcheck quantize` asks for: a small layer, odd numbers included, and a request
// for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/proofs_check/quantize/quantize_lattice.h>

namespace quantcheck::fuzz {

struct QuantizeRequest {
  check::Layer layer;
  std::variant<check::QuantizeOptions, check::LatticeOptions> options;
};

/// Any bytes make a request.
QuantizeRequest quantize_request(const std::uint8_t* data, std::size_t size);

/// The bytes of the case, or the words that the request was refused with.
struct QuantizeOutcome {
  std::vector<std::byte> bytes;
  std::string refusal;

  friend bool operator==(const QuantizeOutcome&, const QuantizeOutcome&) = default;
};
QuantizeOutcome quantize_outcome(const QuantizeRequest& request, const optimized::Execution& execution);

}  // namespace quantcheck::fuzz
