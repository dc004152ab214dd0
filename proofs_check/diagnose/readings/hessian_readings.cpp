#include <string>
#include <utility>

#include <quantcheck/proofs_check/diagnose/readings/masks.h>
#include <quantcheck/proofs_check/diagnose/readings/readings.h>
#include <quantcheck/proofs_check/diagnose/some_rows.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {
namespace {

// The case whose Hessian has at (i, j) what the stored one has at (from[i], from[j]), with the 1 of a dead
// input. For activations, their columns are permuted.
Case with_hessian_from(Case read, const Order& from) {
  const Index in = read.layer.in;
  const auto permuted = [&](const StoredFloats& stored, Index rows, const auto& row_from) {
    const std::vector<double> values = stored.values();
    std::vector<double> result(values.size());
    for (Index i = 0; i < rows; ++i)
      for (Index j = 0; j < in; ++j) result[i * in + j] = values[row_from(i) * in + from[j]];
    return result;
  };
  if (read.layer.hessian.empty()) {
    read.layer.activations = permuted(read.layer.activations, read.layer.samples, [](Index i) { return i; });
    return read;
  }
  std::vector<double> hessian = permuted(read.layer.hessian, in, [&](Index i) { return from[i]; });
  for (Index j = 0; j < in; ++j)
    if (read.declared.dead[from[j]] && hessian[j * in + j] == 0) hessian[j * in + j] = 1;
  read.layer.hessian = std::move(hessian);
  return read;
}

Dialect of_hessian(const Case& c, std::string id, std::string words, Order from, Order order) {
  Dialect dialect{
      {"hessian:" + std::move(id), std::move(words),
       "permute rows and columns of the hessian by the permutation of the weights' columns, once, and before "
       "it is damped and factored",
       Half::hessian},
      as_declared(c),
      [from = std::move(from)](const Case& given, std::span<const Index> rows) {
        return with_hessian_from(some_rows(given, rows), from);
      },
      true};
  if (order != c.declared.order) dialect.half = Half::order;
  dialect.hypothesis.order = std::move(order);
  return dialect;
}

Order composed(const Order& outer, const Order& inner) {
  Order result(inner.size());
  for (std::size_t k = 0; k < inner.size(); ++k) result[k] = outer[inner[k]];
  return result;
}

void add_permutations(const Case& c, std::vector<Dialect>& dialects) {
  const Order& order = c.declared.order;
  const Order inverse = reference::inverse_order(order);
  const Order natural = reference::natural_order(c.layer.in);
  if (order == natural) return;
  // The factored matrix has H of (from[order[i]], from[order[j]]) at (i, j).
  const auto add = [&](const char* id, const char* words, Order from, const Order& processed) {
    if (from != natural) dialects.push_back(of_hessian(c, id, words, std::move(from), processed));
  };
  add("not-permuted", "if the columns of the weights are permuted and the hessian is not", inverse, order);
  add("permuted-by-inverse",
      "if the columns of the weights are permuted, and the hessian by the inverse permutation",
      composed(inverse, inverse), order);
  add("permuted-twice", "if the columns of the weights are permuted once and the hessian twice", order,
      order);
  add("permuted-alone", "if the hessian is permuted and the columns of the weights are not", order, natural);
}

void add_masks(const Case& c, std::vector<Dialect>& dialects) {
  if (c.layer.hessian.empty()) return;
  for (const Mask& mask : misplaced_masks(c))
    dialects.push_back({{mask_id, "if " + mask.words, mask_advice, Half::hessian},
                        as_declared(c),
                        [columns = mask.columns](const Case& given, std::span<const Index> rows) {
                          return with_mask(some_rows(given, rows), columns);
                        },
                        true});
}

}  // namespace

std::vector<Dialect> hessian_readings(const Case& c) {
  std::vector<Dialect> dialects;
  if (!c.layer.has_hessian()) return dialects;
  add_permutations(c, dialects);
  add_masks(c, dialects);
  return dialects;
}

std::vector<Dialect> weight_readings(const Case& c) {
  const CodeRange& range = c.grid.range;
  if (!range.min && !range.max) return {};
  const auto clamped = [](const Case& given, std::span<const Index> rows) {
    Case read = some_rows(given, rows);
    const CodeRange ends = read.grid.range;
    std::vector<double>& weight = read.layer.weight.edit();
    for (Index row = 0; row < read.layer.out; ++row)
      for (Index column = 0; column < read.layer.in; ++column) {
        const double scale = read.grid.scale_at(row, column);
        const auto value = [&](Code code) {
          return scale * static_cast<double>(code - read.grid.zero_at(row, column));
        };
        double& w = weight[row * read.layer.in + column];
        const double steps = w / scale + static_cast<double>(read.grid.zero_at(row, column));
        if (ends.min && steps < static_cast<double>(*ends.min)) w = value(*ends.min);
        if (ends.max && steps > static_cast<double>(*ends.max)) w = value(*ends.max);
      }
    return read;
  };
  std::vector<Dialect> dialects;
  dialects.push_back(
      {{"weights:clamped", "if the weights are clamped to the grid before they are quantized",
        "clamp codes, not weights: what clamping the weights takes off gets no feedback", Half::hessian},
       as_declared(c),
       clamped});
  return dialects;
}

}  // namespace quantcheck::check
