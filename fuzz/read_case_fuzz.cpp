// The reading of any bytes as a case. They are refused with a message, or they make a case that is the same
// after it is written and read again.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <quantcheck/fuzz/require.h>
#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/cases/lattice_file.h>
#include <quantcheck/proofs_check/io/cases/subject_file.h>
#include <quantcheck/reference/error.h>

namespace {

using namespace quantcheck;
using fuzz::require;

std::optional<check::Subject> accepted(const std::vector<std::byte>& bytes, check::Triangle triangle) {
  try {
    return check::parse_subject(bytes, "input", triangle);
  } catch (const Error&) {
    return std::nullopt;  // Any other exception is a finding.
  }
}

std::vector<std::byte> serialized(const check::Case& c) { return check::serialize_case(c); }
std::vector<std::byte> serialized(const check::LatticeCase& c) { return check::serialize_lattice_case(c); }
std::vector<std::byte> serialized(const check::E8Case& c) { return check::serialize_e8_case(c); }

std::vector<std::byte> serialized(const check::Subject& subject) {
  return std::visit([](const auto& c) { return serialized(c); }, subject);
}

bool same(const check::Subject& a, const check::Subject& b) {
  return a.index() == b.index() && std::visit(
                                       [&b](const auto& c) {
                                         using Kind = std::decay_t<decltype(c)>;
                                         return check::same_content(c, std::get<Kind>(b));
                                       },
                                       a);
}

bool has_activations(const check::Subject& subject) {
  const auto* c = std::get_if<check::Case>(&subject);
  return c != nullptr && !c->layer.activations.empty();
}

bool declares_dead(const check::Subject& subject) {
  const auto* c = std::get_if<check::Case>(&subject);
  return c != nullptr && std::ranges::find(c->declared.dead, true) != c->declared.dead.end();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto* first = reinterpret_cast<const std::byte*>(data);
  const std::vector<std::byte> bytes(first, first + size);
  const auto whole = accepted(bytes, check::Triangle::both);
  const auto lower = accepted(bytes, check::Triangle::lower);
  const auto upper = accepted(bytes, check::Triangle::upper);
  // A dead input needs a row of zeros, which one triangle may have while the other does not.
  require(lower.has_value() == upper.has_value() || declares_dead(lower ? *lower : *upper),
          "one triangle is accepted, the other is not");
  if (whole && has_activations(*whole))
    require(!lower, "a triangle of activations is accepted");
  else
    require(!whole || (lower && same(*whole, *lower)), "a triangle differs from the symmetric whole");

  for (const auto& subject : {whole, lower, upper}) {
    if (!subject) continue;
    const std::vector<std::byte> written = serialized(*subject);
    const check::Subject back = check::parse_subject(written, "written", check::Triangle::both);
    require(same(back, *subject), "what was written is read as another case");
    require(serialized(back) == written, "writing is not deterministic");
  }
  return 0;
}
