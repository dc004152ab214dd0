#include <quantcheck/tests/support/same_bits.h>

#include <cstring>

namespace quantcheck::test {
namespace {

using optimized::Factor;
using optimized::FactorStatus;
using optimized::Quantized;

// The difference of two arrays of one type. It is found by bytes, so that -0 differs from 0 and a NaN equals
// itself.
template <class T>
std::string difference_of(const char* name, const T* a, Index size_a, const T* b, Index size_b) {
  if (size_a != size_b)
    return std::string(name) + " are " + std::to_string(size_a) + " and " + std::to_string(size_b);
  for (Index k = 0; k < size_a; ++k)
    if (std::memcmp(a + k, b + k, sizeof(T)) != 0)
      return std::string(name) + "[" + std::to_string(k) + "] are " + std::to_string(a[k]) + " and " +
             std::to_string(b[k]);
  return "";
}

template <class Container>
std::string difference_of(const char* name, const Container& a, const Container& b) {
  return difference_of(name, a.data(), static_cast<Index>(a.size()), b.data(), static_cast<Index>(b.size()));
}

std::string difference_of_status(const FactorStatus& a, const FactorStatus& b) {
  if (std::memcmp(&a.damping, &b.damping, sizeof a.damping) != 0)
    return "dampings are " + std::to_string(a.damping) + " and " + std::to_string(b.damping);
  if (a.retries != b.retries || a.dead_inputs != b.dead_inputs) return "the statuses differ";
  return difference_of("dead inputs", a.dead, b.dead);
}

std::string first_of(std::initializer_list<std::string> differences) {
  for (const std::string& each : differences)
    if (!each.empty()) return each;
  return "";
}

// The difference of what does not depend on the row.
std::string difference_of_columns(const Quantized& a, const Quantized& b) {
  if (a.in != b.in || a.grid.groups != b.grid.groups) return "the shapes differ";
  if (a.grid.range.min != b.grid.range.min || a.grid.range.max != b.grid.range.max)
    return "the code ranges differ";
  return first_of({difference_of("orders", a.order, b.order),
                   difference_of("group indices", a.grid.group_index, b.grid.group_index),
                   difference_of_status(a.status, b.status)});
}

}  // namespace

std::string difference(const Factor& a, const Factor& b) {
  if (a.in != b.in || a.method != b.method) return "the shapes differ";
  return first_of({difference_of("orders", a.order, b.order), difference_of_status(a.status, b.status),
                   difference_of("pivots", a.pivots, b.pivots), difference_of("panels", a.panels, b.panels)});
}

std::string difference(const Quantized& a, const Quantized& b) {
  if (a.out != b.out) return "the shapes differ";
  return difference_of_rows(a, 0, b);
}

std::string difference_of_rows(const Quantized& whole, Index first, const Quantized& part) {
  const Index in = whole.in;
  const Index groups = whole.grid.groups;
  for (const Quantized* each : {&whole, &part})
    if (each->codes.size() != each->out * in ||
        static_cast<Index>(each->grid.scale.size()) != each->out * groups ||
        static_cast<Index>(each->grid.zero.size()) != each->out * groups)
      return "codes, scales or zeros are missing";
  const Index cells = part.out * groups;
  return first_of({difference_of_columns(whole, part),
                   difference_of("scales", whole.grid.scale.data() + first * groups, cells,
                                 part.grid.scale.data(), static_cast<Index>(part.grid.scale.size())),
                   difference_of("zeros", whole.grid.zero.data() + first * groups, cells,
                                 part.grid.zero.data(), static_cast<Index>(part.grid.zero.size())),
                   difference_of("codes", whole.codes.data() + first * in, part.out * in, part.codes.data(),
                                 part.codes.size())});
}

}  // namespace quantcheck::test
