#include <quantcheck/proofs_check/drive/judged_layers.h>

#include <algorithm>

namespace quantcheck::check::drive {

std::vector<JudgedLayer> judged_layers(Index most_inputs) {
  const optimized::GridOptions symmetric;
  const optimized::GridOptions groups{{.symmetric = false, .group_size = 32}};
  const optimized::GridOptions three_bits{{.bits = 3, .symmetric = false, .group_size = 24}};
  std::vector<JudgedLayer> layers{
      {64, 256, OrderKind::natural, symmetric}, {128, 128, OrderKind::natural, symmetric},
      {64, 128, OrderKind::natural, groups},    {64, 128, OrderKind::act, groups},
      {33, 97, OrderKind::act, three_bits},
  };
  for (JudgedLayer& layer : layers) layer.in = std::min(layer.in, most_inputs);
  return layers;
}

std::string words(const JudgedLayer& layer) {
  std::string text = std::to_string(layer.out) + " x " + std::to_string(layer.in) + ", " +
                     std::to_string(layer.grid.bits) + " bits, ";
  text += layer.grid.symmetric ? "symmetric" : "asymmetric";
  if (layer.grid.group_size > 0) text += ", groups of " + std::to_string(layer.grid.group_size);
  return text + (layer.order == OrderKind::act ? ", act-order" : ", natural order");
}

}  // namespace quantcheck::check::drive
