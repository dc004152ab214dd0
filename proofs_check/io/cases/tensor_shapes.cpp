#include <quantcheck/proofs_check/io/cases/tensor_shapes.h>

#include <initializer_list>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/io/cases/checked_tensors.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

void check_if_there(const TensorBundle& file, std::initializer_list<const char*> tensors,
                    const std::vector<Index>& shape, const char* meaning) {
  for (const char* name : tensors)
    if (const TensorView* tensor = file.find(name)) check_shape(*tensor, shape, meaning);
}

// The axis of a scale that counts groups: the second, unless the first alone cannot count the rows.
std::size_t groups_axis(const TensorView& scale, Index out) {
  return scale.shape[0] != out && scale.shape[1] == out ? 0 : 1;
}

// A table that codes of 16 bits can point into is the longest that is taken.
void check_levels(const TensorView& levels) {
  constexpr Index most = 65536;
  if (levels.shape.size() != 1 || levels.shape[0] == 0 || levels.shape[0] > most)
    throw Error(tensor_place(levels) + "the shape is " + shape_text(levels.shape) + "; one axis of 1 to " +
                std::to_string(most) + " levels is needed");
}

}  // namespace

LayerShape check_layer_shapes(const TensorBundle& file) {
  const TensorView& weight = required(file, "weight");
  check_matrix(weight, "out x in", "a layer");
  LayerShape shape{weight.shape[0], weight.shape[1], 0};
  check_if_there(file, {"hessian"}, {shape.in, shape.in}, "in x in");
  if (const TensorView* activations = file.find("activations")) {
    check_rank(*activations, "samples x in");
    shape.samples = activations->shape[0];
    if (shape.samples == 0) throw Error(tensor_place(*activations) + "no samples");
    check_shape(*activations, {shape.samples, shape.in}, "samples x in");
  }
  return shape;
}

void check_case_shapes(const TensorBundle& file) {
  const LayerShape layer = check_layer_shapes(file);
  if (const TensorView* scale = file.find("scale")) {
    check_rank(*scale, "out x groups");
    const Index groups = scale->shape[groups_axis(*scale, layer.out)];
    if (groups == 0) throw Error(tensor_place(*scale) + "no groups");
    check_if_there(file, {"scale", "zero", "offset"}, {layer.out, groups}, "out x groups");
  }
  if (const TensorView* levels = file.find("levels")) check_levels(*levels);
  if (const TensorView* global = file.find("global_scale"); global && global->shape != std::vector<Index>{1})
    check_shape(*global, {layer.out}, "1 or out");
  check_if_there(file, {file.find("codes") != nullptr ? "codes" : "dequantized"}, {layer.out, layer.in},
                 "out x in");
  check_if_there(file, {"group_index", "order", "dead"}, {layer.in}, "in");
}

void check_lattice_shapes(const TensorBundle& file) {
  const TensorView* values = file.find("values");
  const TensorView& tensor = values != nullptr ? *values : required(file, "weight");
  check_matrix(tensor, "rows x cols", "a lattice file");
  const Index rows = tensor.shape[0];
  const Index cols = tensor.shape[1];
  const Index blocks = (cols - 1) / lattice_block + 1;
  if (values == nullptr) {
    if (cols % lattice_block != 0)
      throw Error(tensor_place(tensor) + std::to_string(cols) +
                  " columns; LDLQ in blocks of 8 needs a multiple of 8");
    check_if_there(file, {"hessian"}, {cols, cols}, "in x in");
  }
  check_if_there(file, {"codes"}, {rows, lattice_block * blocks},
                 "rows x cols, cols rounded up to a multiple of 8,");
  check_if_there(file, {"beta_index"}, {rows, blocks}, "rows x blocks of 8");
  check_if_there(file, {"decoded"}, {rows, cols}, "rows x cols");
  check_if_there(file, {"norm"}, {rows}, "rows");
}

}  // namespace quantcheck::check
