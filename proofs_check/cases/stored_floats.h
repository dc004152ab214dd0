// Floating-point numbers in the format that they are stored in.
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <quantcheck/proofs_check/cases/stored_bits.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// The number of a format that is stored at `bytes`, as the double that it is. Infinities and NaNs stay what
/// they are.
template <FloatFormat format>
double stored_float(const std::byte* bytes) {
  if constexpr (format == FloatFormat::f64) return std::bit_cast<double>(stored_bits<std::uint64_t>(bytes));
  if constexpr (format == FloatFormat::f32)
    return static_cast<double>(std::bit_cast<float>(stored_bits<std::uint32_t>(bytes)));
  const std::uint32_t bits = stored_bits<std::uint16_t>(bytes);
  // A bfloat16 is the upper half of a float.
  if constexpr (format == FloatFormat::bf16) return static_cast<double>(std::bit_cast<float>(bits << 16));
  const std::uint64_t magnitude = bits & 0x7fff;
  constexpr std::uint64_t rebias = std::uint64_t{1023 - 15} << 52;
  constexpr std::uint64_t beyond = std::uint64_t{0x7ff} << 52;  // of infinities and NaNs
  const double size = magnitude < 0x400    ? static_cast<double>(magnitude) * 0x1p-24
                      : magnitude < 0x7c00 ? std::bit_cast<double>((magnitude << 42) + rebias)
                                           : std::bit_cast<double>((magnitude << 42) | beyond);
  return (bits & 0x8000) != 0 ? -size : size;
}

/// Numbers of one format, either in memory that belongs to them or in that of somebody else, such as a mapped
/// file, where they are little-endian and need not be aligned. Copies share the memory. Each number is read
/// as the double that it is.
class StoredFloats {
 public:
  StoredFloats() = default;
  /// Doubles in memory of their own. The conversion is implicit, since a vector is such numbers.
  StoredFloats(std::vector<double> values) : own_(std::make_shared<std::vector<double>>(std::move(values))) {}
  StoredFloats(std::initializer_list<double> values) : StoredFloats(std::vector<double>(values)) {}
  /// The numbers in these bytes, which `owner` keeps. Throws Error for the formats of 8 bits, whose numbers
  /// are widened when they are read.
  StoredFloats(FloatFormat format, std::span<const std::byte> bytes, std::shared_ptr<const void> owner);

  std::size_t size() const { return own_ ? own_->size() : size_; }
  bool empty() const { return size() == 0; }
  FloatFormat format() const { return own_ ? FloatFormat::f64 : format_; }

  double operator[](Index i) const;

  /// The numbers first .. first + count - 1, for loops that look at each of them.
  std::vector<double> values(Index first, Index count) const;
  /// All numbers.
  std::vector<double> values() const { return values(0, static_cast<Index>(size())); }

  /// The numbers where they lie, if they are doubles, or floats, of the machine and aligned; else nothing.
  std::optional<std::span<const double>> doubles_in_place() const;
  std::optional<std::span<const float>> floats_in_place() const;

  /// The numbers as doubles in memory that is theirs alone, to be changed. They are copied where they were
  /// not.
  std::vector<double>& edit();

  /// Calls visit(number), where number(i) is the i-th number. Its type is another one for each format, so
  /// that a loop in `visit` does not ask for the format again and again. Every call has to return the same
  /// type.
  template <class Visit>
  decltype(auto) visit(const Visit& visit) const {
    if (own_) return visit([values = own_->data()](Index i) { return values[i]; });
    switch (format_) {
      case FloatFormat::f16:
        return visit(Numbers<FloatFormat::f16, 2>{bytes_});
      case FloatFormat::bf16:
        return visit(Numbers<FloatFormat::bf16, 2>{bytes_});
      case FloatFormat::f32:
        return visit(Numbers<FloatFormat::f32, 4>{bytes_});
      default:
        break;
    }
    return visit(Numbers<FloatFormat::f64, 8>{bytes_});
  }

  /// Whether the numbers are equal, in whichever formats.
  friend bool operator==(const StoredFloats& a, const StoredFloats& b);

 private:
  template <FloatFormat format, Index size>
  struct Numbers {
    const std::byte* bytes;
    double operator()(Index i) const { return stored_float<format>(bytes + i * size); }
  };

  std::shared_ptr<std::vector<double>> own_;  // null: the numbers are in `bytes_`
  FloatFormat format_ = FloatFormat::f64;
  const std::byte* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::shared_ptr<const void> owner_;
};

inline double StoredFloats::operator[](Index i) const {
  return visit([i](const auto& number) { return number(i); });
}

/// The place of the first number that is infinite or NaN; the size of `numbers` where there is none.
Index first_infinite(const StoredFloats& numbers);

/// The numbers of a StoredFloats as doubles in a row: where they lie, or copies of them where they are no
/// doubles.
class Doubles {
 public:
  Doubles() = default;
  explicit Doubles(const StoredFloats& stored);

  const double* data() const { return values_.data(); }
  double operator[](Index i) const { return values_[i]; }

 private:
  StoredFloats kept_;
  std::shared_ptr<const std::vector<double>> copied_;
  std::span<const double> values_;
};

}  // namespace quantcheck::check
