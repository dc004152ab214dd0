// The arithmetic peak of a core, as a loop of multiply-adds on registers reaches it.
#pragma once

#include <string_view>

#include <quantcheck/reference/layer.h>

namespace quantcheck::bench {

/// A loop of independent multiply-adds on registers, with the widest instructions of this processor.
struct PeakLoop {
  std::string_view instructions;
  void (*run)(Index rounds);
  double flops_of_a_round;
};

/// The loop in float32.
PeakLoop peak_loop_f32();

/// The loop in double.
PeakLoop peak_loop_f64();

}  // namespace quantcheck::bench
