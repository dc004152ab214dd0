#include <quantcheck/proofs_check/cases/stored_floats.h>

#include <algorithm>
#include <atomic>
#include <utility>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {
namespace {

constexpr Index numbers_together = Index{1} << 16;

Index bytes_of(FloatFormat format) {
  if (reference::is_8_bit(format)) throw Error("numbers of 8 bits are not kept as they are stored");
  return reference::layout_of(format).bits / 8;
}

// Calls part(first, count) for the parts of so many numbers, on all cores.
template <class Part>
void in_parts(Index size, const Part& part) {
  optimized::team_of(optimized::thread_count(0))
      .for_each((size + numbers_together - 1) / numbers_together, [&](Index k) {
        const Index first = k * numbers_together;
        part(first, std::min(numbers_together, size - first));
      });
}

// Little-endian numbers where they lie, unless the machine takes them in another way.
template <class T>
std::optional<std::span<const T>> in_place(const std::byte* bytes, std::size_t size) {
  const bool aligned = reinterpret_cast<std::uintptr_t>(bytes) % alignof(T) == 0;
  if (!aligned || std::endian::native == std::endian::big) return std::nullopt;
  return std::span(reinterpret_cast<const T*>(bytes), size);
}

}  // namespace

StoredFloats::StoredFloats(FloatFormat format, std::span<const std::byte> bytes,
                           std::shared_ptr<const void> owner)
    : format_(format),
      bytes_(bytes.data()),
      size_(bytes.size() / static_cast<std::size_t>(bytes_of(format))),
      owner_(std::move(owner)) {}

std::vector<double> StoredFloats::values(Index first, Index count) const {
  std::vector<double> result(static_cast<std::size_t>(count));
  visit([&](const auto& number) {
    for (Index i = 0; i < count; ++i) result[i] = number(first + i);
  });
  return result;
}

std::optional<std::span<const double>> StoredFloats::doubles_in_place() const {
  if (own_) return *own_;
  return format_ == FloatFormat::f64 ? in_place<double>(bytes_, size_) : std::nullopt;
}

std::optional<std::span<const float>> StoredFloats::floats_in_place() const {
  if (own_ || format_ != FloatFormat::f32) return std::nullopt;
  return in_place<float>(bytes_, size_);
}

std::vector<double>& StoredFloats::edit() {
  if (!own_ || own_.use_count() > 1) *this = StoredFloats(values());
  return *own_;
}

bool operator==(const StoredFloats& a, const StoredFloats& b) {
  if (a.size() != b.size()) return false;
  return a.visit([&](const auto& number) {
    return b.visit([&](const auto& other) {
      for (Index i = 0; i < static_cast<Index>(a.size()); ++i)
        if (number(i) != other(i)) return false;
      return true;
    });
  });
}

Index first_infinite(const StoredFloats& numbers) {
  const auto size = static_cast<Index>(numbers.size());
  std::atomic<Index> first = size;
  in_parts(size, [&](Index begin, Index count) {
    const Index found = numbers.visit([&](const auto& number) {
      Index i = begin;
      while (i < begin + count && std::isfinite(number(i))) ++i;
      return i;
    });
    Index known = first;
    while (found < begin + count && found < known && !first.compare_exchange_weak(known, found)) {
    }
  });
  return first;
}

Doubles::Doubles(const StoredFloats& stored) : kept_(stored) {
  if (const auto values = stored.doubles_in_place()) {
    values_ = *values;
    return;
  }
  const auto copies = std::make_shared<std::vector<double>>(stored.size());
  in_parts(std::ssize(*copies), [&](Index first, Index count) {
    stored.visit([&](const auto& number) {
      for (Index i = first; i < first + count; ++i) (*copies)[i] = number(i);
    });
  });
  copied_ = copies;
  values_ = *copied_;
  kept_ = {};
}

}  // namespace quantcheck::check
