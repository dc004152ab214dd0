#include <quantcheck/proofs_check/cases/stored_codes.h>

#include <algorithm>
#include <array>
#include <utility>

namespace quantcheck::check {

StoredCodes::StoredCodes(IntegerFormat format, Index rows, Index cols, std::span<const std::byte> bytes,
                         std::shared_ptr<const void> owner)
    : format_(format), rows_(rows), cols_(cols), bytes_(bytes.data()), owner_(std::move(owner)) {}

std::vector<Code> StoredCodes::row(Index row) const {
  std::vector<Code> result(static_cast<std::size_t>(cols()));
  visit([&, first = row * cols()](const auto& code) {
    for (Index k = 0; k < std::ssize(result); ++k) result[k] = code(first + k);
  });
  return result;
}

reference::Codes StoredCodes::matrix() const {
  reference::Codes codes(rows(), cols());
  visit([&](const auto& code) {
    for (Index k = 0; k < codes.size(); ++k) codes.data()[k] = code(k);
  });
  return codes;
}

reference::Codes& StoredCodes::edit() {
  if (!own_ || own_.use_count() > 1) *this = StoredCodes(matrix());
  return *own_;
}

bool operator==(const StoredCodes& a, const StoredCodes& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return false;
  return a.visit([&](const auto& code) {
    return b.visit([&](const auto& other) {
      for (Index k = 0; k < a.size(); ++k)
        if (code(k) != other(k)) return false;
      return true;
    });
  });
}

CodeExtremes extremes(const StoredCodes& codes) {
  return codes.visit([&](const auto& code) {
    CodeExtremes result{code(0), code(0)};
    for (Index k = 1; k < codes.size(); ++k)
      result = {std::min(result.least, code(k)), std::max(result.greatest, code(k))};
    return result;
  });
}

StoredCodes stored_codes(Index rows, Index cols, std::span<const std::int32_t> codes) {
  const auto bytes = std::make_shared<std::vector<std::byte>>(codes.size_bytes());
  std::byte* to = bytes->data();
  for (const std::int32_t code : codes) {
    const auto stored = stored_bits<std::array<std::byte, 4>>(std::as_bytes(std::span(&code, 1)).data());
    to = std::copy(stored.begin(), stored.end(), to);
  }
  return {IntegerFormat::i32, rows, cols, *bytes, bytes};
}

}  // namespace quantcheck::check
