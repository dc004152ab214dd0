// The whole of `quantcheck verify` on whatever a file may hold: read, judge, diagnose, report.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>

#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/io/case_file.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/reference/error.h>

using namespace quantcheck;
using namespace quantcheck::check;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check_counts(const Case& c, const Judgement& j) {
  require(j.exact + j.tie + j.explained + j.wrong + j.undecided == c.out * c.in);
  require(j.explained <= j.outside);
  require((j.wrong > 0) == (j.verdict == RunVerdict::fails));
  require((j.wrong > 0) == j.first_wrong.has_value());
  require(j.explained == 0 || c.arithmetic != Arithmetic::exact);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::byte> bytes(size);
  if (size > 0) std::memcpy(bytes.data(), data, size);
  std::optional<Case> parsed;
  try {
    parsed = parse_case(std::move(bytes), "fuzz", Triangle::both);
  } catch (const Error&) {
    return 0;
  }
  Case& c = *parsed;
  if (c.in > 12 || c.out > 12 || c.samples > 24) return 0;  // speed: exact arithmetic, sanitizers

  Judgement j;
  try {
    j = judge(c, as_declared(c));
  } catch (const Error& error) {
    require(std::string_view(error.what()).starts_with("fuzz: the hessian"));
    return 0;
  }
  check_counts(c, j);
  const std::optional<Dialect> cause = diagnose(c, j);
  require(!json_report({c, j, cause}).empty());
  c.ignored.clear();  // names out of the file, which may be "nan"; what is left are the judge's own words
  require(text_report({c, j, cause}).find("nan") == std::string::npos);
  return 0;
}
