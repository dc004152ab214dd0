// Any bytes: refused with a message, or a case that survives being written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <vector>

#include <quantcheck/proofs_check/io/case_file.h>
#include <quantcheck/reference/error.h>

namespace {

using namespace quantcheck;

std::optional<check::Case> accepted(const std::vector<std::byte>& bytes, check::Triangle triangle) {
  try {
    return check::parse_case(bytes, "input", triangle);
  } catch (const Error&) {
    return std::nullopt;  // anything else is a finding
  }
}

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto* first = reinterpret_cast<const std::byte*>(data);
  const std::vector<std::byte> bytes(first, first + size);
  const auto whole = accepted(bytes, check::Triangle::both);
  const auto lower = accepted(bytes, check::Triangle::lower);
  const auto upper = accepted(bytes, check::Triangle::upper);
  require(lower.has_value() == upper.has_value(), "one triangle is accepted, the other is not");
  require(!whole || (lower && check::same_content(*whole, *lower)),
          "a triangle differs from the symmetric whole");

  for (const auto& c : {lower, upper}) {
    if (!c) continue;
    const std::vector<std::byte> written = check::serialize_case(*c);
    const check::Case back = check::parse_case(written, "written", check::Triangle::both);
    require(check::same_content(back, *c), "what was written is read as another case");
    require(check::serialize_case(back) == written, "writing is not deterministic");
  }
  return 0;
}
