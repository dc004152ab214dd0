// The whole of `quantcheck verify` on whatever a file may hold: read, judge, diagnose, report.
#include <cstdint>
#include <cstdlib>
#include <cstring>

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
  try {
    const Case c = parse_case(std::move(bytes), "fuzz", Triangle::both);
    if (c.in > 12 || c.out > 12 || c.samples > 24) return 0;  // speed: exact arithmetic, sanitizers
    const Judgement j = judge(c, as_declared(c));
    check_counts(c, j);
    std::optional<Dialect> cause;
    if (j.verdict == RunVerdict::fails) cause = diagnose(c);
    require(!json_report({c, j, cause}).empty());
    require(!text_report({c, j, cause}).empty());
  } catch (const Error&) {
  }
  return 0;
}
