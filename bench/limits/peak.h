// The arithmetic peak: what a loop of multiply-adds on registers reaches.
#pragma once

#include <string_view>

#include <quantcheck/reference/layer.h>

namespace quantcheck::bench {

/// Independent multiply-adds on registers, with the widest instructions of this processor.
struct PeakLoop {
  std::string_view instructions;
  void (*run)(Index rounds);
  double flops_of_a_round;
};

PeakLoop peak_loop_f32();
PeakLoop peak_loop_f64();

}  // namespace quantcheck::bench
