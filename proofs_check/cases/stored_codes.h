// Codes in the integer format that they are stored in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include <quantcheck/proofs_check/cases/stored_bits.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The integer formats that codes are stored in: unsigned or two's complement, of so many bits.
enum class IntegerFormat { u8, i8, u16, i16, u32, i32, u64, i64 };

/// The codes of a layer (out x in, row-major), either in memory that belongs to them or in that of somebody
/// else, such as a mapped file, where they are little-endian and need not be aligned. Copies share the
/// memory. Every code has to be a Code.
class StoredCodes {
 public:
  StoredCodes() = default;
  /// Codes in memory of their own. The conversion is implicit, since a matrix is such codes.
  StoredCodes(reference::Codes codes) : own_(std::make_shared<reference::Codes>(std::move(codes))) {}
  /// The codes in these bytes, rows x cols of them, which `owner` keeps.
  StoredCodes(IntegerFormat format, Index rows, Index cols, std::span<const std::byte> bytes,
              std::shared_ptr<const void> owner);

  Index rows() const { return own_ ? own_->rows() : rows_; }
  Index cols() const { return own_ ? own_->cols() : cols_; }
  Index size() const { return rows() * cols(); }

  Code operator()(Index row, Index column) const;

  /// The codes of a row, for loops that look at each of them.
  std::vector<Code> row(Index row) const;

  /// All codes.
  reference::Codes matrix() const;

  /// The codes in memory that is theirs alone, to be changed. They are copied where they were not.
  reference::Codes& edit();

  /// Calls visit(code), where code(k) is the k-th code, row after row. Its type is another one for each
  /// format. Every call has to return the same type.
  template <class Visit>
  decltype(auto) visit(const Visit& visit) const {
    if (own_) return visit([codes = own_->data()](Index k) { return codes[k]; });
    switch (format_) {
      case IntegerFormat::u8:
        return visit(Numbers<std::uint8_t>{bytes_});
      case IntegerFormat::i8:
        return visit(Numbers<std::int8_t>{bytes_});
      case IntegerFormat::u16:
        return visit(Numbers<std::uint16_t>{bytes_});
      case IntegerFormat::i16:
        return visit(Numbers<std::int16_t>{bytes_});
      case IntegerFormat::u32:
        return visit(Numbers<std::uint32_t>{bytes_});
      case IntegerFormat::i32:
        return visit(Numbers<std::int32_t>{bytes_});
      case IntegerFormat::u64:
        return visit(Numbers<std::uint64_t>{bytes_});
      case IntegerFormat::i64:
        break;
    }
    return visit(Numbers<std::int64_t>{bytes_});
  }

  /// Whether shapes and codes are equal, in whichever formats.
  friend bool operator==(const StoredCodes& a, const StoredCodes& b);

 private:
  template <class Integer>
  struct Numbers {
    const std::byte* bytes;
    Code operator()(Index k) const {
      const auto bits =
          stored_bits<std::make_unsigned_t<Integer>>(bytes + k * static_cast<Index>(sizeof(Integer)));
      return static_cast<Code>(static_cast<Integer>(bits));  // NOLINT(bugprone-signed-char-misuse)
    }
  };

  std::shared_ptr<reference::Codes> own_;  // null: the codes are in `bytes_`
  IntegerFormat format_ = IntegerFormat::i64;
  Index rows_ = 0;
  Index cols_ = 0;
  const std::byte* bytes_ = nullptr;
  std::shared_ptr<const void> owner_;
};

inline Code StoredCodes::operator()(Index row, Index column) const {
  return visit([k = row * cols() + column](const auto& code) { return code(k); });
}

/// The least and the greatest of the codes, of which there is at least one.
struct CodeExtremes {
  Code least = 0;
  Code greatest = 0;
};
CodeExtremes extremes(const StoredCodes& codes);

/// These codes (rows x cols) in memory of their own, in 32 bits each.
StoredCodes stored_codes(Index rows, Index cols, std::span<const std::int32_t> codes);

}  // namespace quantcheck::check
