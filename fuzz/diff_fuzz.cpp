// The comparison of a result with itself, and with a copy of it in which one code is changed. The differences
// that are reported must be those.
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include <quantcheck/fuzz/require.h>
#include <quantcheck/proofs_check/diff/difference.h>
#include <quantcheck/proofs_check/io/cases/subject_file.h>
#include <quantcheck/proofs_check/report/difference.h>
#include <quantcheck/reference/error.h>

using namespace quantcheck;
using namespace quantcheck::check;
using fuzz::require;

namespace {

// Another code of the range, or the code itself where there is no other.
Code another(Code code, std::optional<Code> min, std::optional<Code> max) {
  if (!max || code < *max) return code + 1;
  return !min || code > *min ? code - 1 : code;
}

DiffOutcome swapped(DiffOutcome outcome) {
  if (outcome == DiffOutcome::a_fails) return DiffOutcome::b_fails;
  return outcome == DiffOutcome::b_fails ? DiffOutcome::a_fails : outcome;
}

void report(const DifferenceReport& said) {
  require(text_report(said).find("  next  ") != std::string::npos, "no next step");
  require(!json_report(said).empty(), "no JSON");
}

template <class AnyDifference>
void check_difference(const AnyDifference& ab, const AnyDifference& ba, Index row, Index place,
                      bool changed) {
  require(ab.asked.otherwise.empty() && ba.asked.otherwise.empty(), "asked differently");
  require(ab.asked.rounded.empty() && ba.asked.rounded.empty(), "rounded differently");
  require(ab.different == (changed ? 1 : 0) && ba.different == ab.different, "another number of differences");
  require(ba.outcome() == swapped(ab.outcome()), "another outcome the other way round");
  require(std::ssize(ab.partings) == ab.different && std::ssize(ba.partings) == ab.different,
          "another number of partings");
  if (!changed) return;
  require(ab.partings[0].row == row && ab.partings[0].place == place, "parted at another place");
  require(ab.partings[0].a == ba.partings[0].b && ab.partings[0].b == ba.partings[0].a,
          "other verdicts the other way round");
  require(ab.a.wrong_since <= ab.a.wrong && ab.b.wrong_since <= ab.b.wrong, "more wrong since than wrong");
}

void diff(const Case& a, std::size_t size) {
  if (a.layer.in > 8 || a.layer.out > 8 || a.layer.samples > 16)
    return;  // Larger cases are too slow for exact arithmetic under sanitizers.
  const Index row = static_cast<Index>(size) % a.layer.out;
  const Index column = static_cast<Index>(size / 3) % a.layer.in;
  Case b = a;
  b.codes.edit()(row, column) = another(a.codes(row, column), a.grid.range.min, a.grid.range.max);
  const bool changed = a.codes(row, column) != b.codes(row, column);
  const CaseDifference ab = compare(a, b);
  check_difference<CaseDifference>(ab, compare(b, a), row, column, changed);
  report({a.name, b.name, ab, &ab});
}

void diff(const LatticeCase& a, std::size_t size) {
  if (a.cols > 24 || a.rows * a.blocks() > 16 || a.beta.size() > 6) return;
  const Index place = static_cast<Index>(size) % (a.rows * a.blocks());
  LatticeCase b = a;
  Code& code = b.codes[place * lattice_block + 2];
  code = another(code, 0, a.q - 1);
  const Difference ab = compare(a, b);
  check_difference<Difference>(ab, compare(b, a), place / a.blocks(), place % a.blocks(), true);
  report({a.name, b.name, ab});
}

void diff(const E8Case&, std::size_t) {}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::byte> bytes(size);
  if (size > 0) std::memcpy(bytes.data(), data, size);
  std::optional<Subject> parsed;
  try {
    parsed = parse_subject(std::move(bytes), "fuzz", Triangle::both);
  } catch (const Error&) {
    return 0;
  }
  try {
    std::visit([&](const auto& c) { diff(c, size); }, *parsed);
  } catch (const Error& error) {
    require(std::string_view(error.what()).starts_with("fuzz: the hessian"), error.what());
  }
  return 0;
}
