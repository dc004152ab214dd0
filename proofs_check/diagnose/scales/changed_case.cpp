#include <quantcheck/proofs_check/diagnose/scales/changed_case.h>

#include <algorithm>
#include <utility>

#include <quantcheck/proofs_check/diagnose/some_rows.h>
#include <quantcheck/proofs_check/judge/first_step.h>

namespace quantcheck::check {

Dialect with_changed_scales(const Case& c, const std::string& relation, std::string words,
                            std::vector<double> scale) {
  return {{relation.empty() ? "scales:changed" : "scales:changed-" + relation, std::move(words),
           "store the scales that the codes were made with, or change them before quantizing", Half::grid},
          as_declared(c),
          [scale = std::move(scale)](const Case& given, std::span<const Index> rows) {
            Case read = some_rows(given, rows);
            const Index groups = read.grid.groups;
            for (Index i = 0; i < std::ssize(rows); ++i)
              std::copy_n(&scale[rows[i] * groups], groups, &read.grid.scale[i * groups]);
            read.scale_format = FloatFormat::f64;
            return read;
          }};
}

std::string about_first_step(const Case& c) {
  const Index wrong = judge_first_column(c, as_declared(c)).wrong;
  if (wrong == 0) return "";
  return "; " + std::to_string(wrong) + " of " + std::to_string(c.layer.out) +
         (wrong == 1 ? " rows is wrong" : " rows are wrong") +
         " at the first step already, whatever the hessian is";
}

}  // namespace quantcheck::check
