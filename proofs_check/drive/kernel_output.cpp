#include <quantcheck/proofs_check/drive/kernel_output.h>

#include <algorithm>
#include <limits>

namespace quantcheck::check::drive {
namespace {

// A number that is no code of any grid. Where it is found, nothing was written.
constexpr std::int32_t unwritten = std::numeric_limits<std::int32_t>::min();

}  // namespace

KernelOutput::KernelOutput(const LayerMemory& memory, const LayerPlace& place)
    : place_(place), pages_(memory.file(), place.first + place.codes(), place.end() - place.codes(), true) {
  std::fill_n(storage(), place.code_room(), unwritten);
}

std::string KernelOutput::complaint() const {
  const std::int32_t* first = storage() + code_margin;
  const std::int32_t* last = first + place_.out * place_.in;
  const auto is_unwritten = [](std::int32_t code) { return code == unwritten; };
  if (!std::all_of(first - code_margin, first, is_unwritten) ||
      !std::all_of(last, last + code_margin, is_unwritten))
    return "wrote outside the codes";
  const auto* wrong = std::find_if(
      first, last, [this](std::int32_t code) { return code < place_.qmin || code > place_.qmax; });
  if (wrong == last) return "";
  const Index at = wrong - first;
  const std::string where =
      "row " + std::to_string(at / place_.in) + ", column " + std::to_string(at % place_.in);
  if (*wrong == unwritten) return "did not write the code at " + where;
  return "code " + std::to_string(*wrong) + " at " + where + " is not in " + std::to_string(place_.qmin) +
         ".." + std::to_string(place_.qmax);
}

Index KernelOutput::different_from(const optimized::Buffer<std::int32_t>& others) const {
  Index different = 0;
  for (Index i = 0; i < others.size(); ++i) different += codes()[i] != others[i];
  return different;
}

}  // namespace quantcheck::check::drive
