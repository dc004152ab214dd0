// The number types that replay an arithmetic.
#pragma once

#include <quantcheck/proofs_check/replay/emulated.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

template <class T>
struct NumberType {};

/// Calls visit(NumberType<T>{}) for every T that replays the arithmetic. There are two for tf32, whose
/// operands are rounded by some machines and truncated by others, and none for exact arithmetic.
template <class Visit>
void visit_arithmetic(Arithmetic arithmetic, const Visit& visit) {
  switch (arithmetic) {
    case Arithmetic::exact:
      return;
    case Arithmetic::fp64:
      return visit(NumberType<double>{});
    case Arithmetic::fp32:
      return visit(NumberType<float>{});
    case Arithmetic::tf32:
      visit(NumberType<Tf32<Operands::rounded>>{});
      return visit(NumberType<Tf32<Operands::truncated>>{});
    case Arithmetic::bf16:
      return visit(NumberType<Bf16>{});
    case Arithmetic::fp16:
      return visit(NumberType<Fp16>{});
  }
}

}  // namespace quantcheck::check
