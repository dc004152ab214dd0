#include <quantcheck/proofs_check/io/cases/layer_tensors.h>

#include <string>

#include <quantcheck/proofs_check/io/cases/checked_tensors.h>
#include <quantcheck/proofs_check/io/cases/tensor_shapes.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {

Layer parse_layer(const TensorBundle& file, Triangle triangle) {
  const LayerShape shape = check_layer_shapes(file);
  Layer layer;
  layer.out = shape.out;
  layer.in = shape.in;
  layer.weight = stored_floats(required(file, "weight"));

  const TensorView* hessian = file.find("hessian");
  const TensorView* activations = file.find("activations");
  if (hessian != nullptr && activations != nullptr)
    throw Error(file.name +
                ": both \"hessian\" and \"activations\"; a case needs exactly one of these tensors");
  if (hessian != nullptr) layer.hessian = symmetric_values(*hessian, layer.in, triangle);
  if (activations != nullptr && triangle != Triangle::both)
    throw Error(tensor_place(*activations) +
                "activations have no triangle; it is a hessian that may be stored as one: leave "
                "--triangle out");
  if (activations != nullptr) {
    layer.samples = shape.samples;
    layer.activations = stored_floats(*activations);
  }
  return layer;
}

Order parse_order(const TensorView& tensor, Index in) {
  const std::vector<std::int64_t> values = integers_below(tensor, {in}, "in", in);
  std::vector<bool> seen(values.size());
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (seen[values[k]])
      throw Error(tensor_place(tensor) + "entry " + std::to_string(k) + " is a second " +
                  std::to_string(values[k]) + "; a permutation of the columns is needed");
    seen[values[k]] = true;
  }
  return {values.begin(), values.end()};
}

std::vector<Index> parse_group_index(const TensorBundle& file, Index in, Index groups,
                                     std::optional<Index> group_size, const TensorView& scale) {
  if (const TensorView* tensor = file.find("group_index")) {
    const auto values = integers_below(*tensor, {in}, "in", groups);
    return {values.begin(), values.end()};
  }
  const std::string so_many = tensor_place(scale) + std::to_string(groups) + " groups";
  if (group_size && (in - 1) / *group_size + 1 != groups)
    throw Error(so_many + "; group_size " + std::to_string(*group_size) + " makes " +
                std::to_string((in - 1) / *group_size + 1) + " of " + std::to_string(in) + " columns");
  if (!group_size && in % groups != 0)
    throw Error(so_many + " do not divide " + std::to_string(in) +
                " columns; give group_index, or metadata \"group_size\"");
  const Index size = group_size.value_or(in / groups);
  std::vector<Index> index(static_cast<std::size_t>(in));
  for (Index column = 0; column < in; ++column) index[column] = column / size;
  return index;
}

}  // namespace quantcheck::check
