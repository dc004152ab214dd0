// Lattice files in parts, so that tests can spoil one part after another.
#pragma once

#include <variant>

#include <quantcheck/proofs_check/io/cases/lattice_file.h>
#include <quantcheck/proofs_check/io/cases/subject_file.h>

#include "case_parts.h"

namespace quantcheck::test {

/// A small lattice case: 2 rows and 11 columns, which make 2 lattice blocks in each row, and 3 betas.
inline Parts lattice_parts() {
  Parts parts;
  parts.metadata = {{"quantcheck", "lattice/1"}, {"lattice", "E8"}, {"q", "4"}, {"mode", "opt"}};
  parts.tensors.clear();
  std::vector<double> values(22, 0.25);
  values[13] = -1.5;
  parts.floats("values", {2, 11}, values);
  parts.floats("betas", {3}, {0.25, 0.5, 1.5});
  std::vector<std::int64_t> codes(32, 0);
  codes[5] = 3;
  parts.integers("codes", {2, 16}, codes);
  parts.integers("beta_index", {2, 2}, {0, 2, 1, 0});
  return parts;
}

/// A small case of LDLQ: 2 rows, 8 columns.
inline Parts ldlq_parts() {
  Parts parts = lattice_parts();
  parts.without("values").set("block_order", "last");
  parts.floats("weight", {2, 8}, std::vector<double>(16, 0.5));
  std::vector<double> hessian(64, 0.125);
  for (std::size_t i = 0; i < 8; ++i) hessian[9 * i] = 2;
  parts.floats("hessian", {8, 8}, hessian);
  parts.integers("codes", {2, 8}, std::vector<std::int64_t>(16, 1));
  parts.integers("beta_index", {2, 1}, {0, 2});
  return parts;
}

/// A small file of 2 points of E8.
inline Parts e8_parts() {
  Parts parts;
  parts.metadata = {{"quantcheck", "e8/1"}};
  parts.tensors.clear();
  parts.floats("values", {2, 8}, std::vector<double>(16, 0.25));
  parts.floats("nearest", {2, 8}, std::vector<double>(16, 0.0));
  return parts;
}

inline Subject parse(const Parts& parts, Triangle triangle = Triangle::both) {
  return parse_subject(parts.bytes(), "c.safetensors", triangle);
}

/// Succeeds where reading the file is refused with a message that contains `words` and names the file.
inline testing::AssertionResult subject_refuses(const Parts& parts, const std::string& words) {
  const auto result = refused([&] { parse(parts); }, words);
  return result ? refused([&] { parse(parts); }, "c.safetensors: ") : result;
}

}  // namespace quantcheck::test
