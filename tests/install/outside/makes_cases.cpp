// A program that makes a case and a lattice case with the installed library, and has them judged.
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/proofs_check/quantize/quantize_lattice.h>

int main() {
  using namespace quantcheck;
  check::Layer layer;
  layer.out = 1;
  layer.in = 8;
  layer.weight = {0.5, -1, 0.25, 2, 1, -0.75, 0.125, 3};
  layer.samples = 9;
  for (int k = 0; k < 72; ++k) layer.activations.edit().push_back(k % 8 == k / 8 ? 4 : k % 5 - 2);
  for (const Arithmetic arithmetic : {Arithmetic::exact, Arithmetic::fp32}) {
    check::QuantizeOptions options;
    options.arithmetic = arithmetic;
    options.grid.group_size = 4;
    const check::Case made = check::quantize(layer, options);
    if (check::judge(made, check::as_declared(made)).verdict != check::RunVerdict::conforms) return 1;

    check::LatticeOptions lattice;
    lattice.method = check::LatticeMethod::ldlq;
    lattice.arithmetic = arithmetic;
    if (check::judge(check::quantize_lattice(layer, lattice)).verdict != check::RunVerdict::conforms)
      return 2;
  }
  return 0;
}
