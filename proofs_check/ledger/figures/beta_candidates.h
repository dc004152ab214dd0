// The betas that figures choose among, and a block at each of them.
#pragma once

#include <optional>
#include <span>
#include <string>

#include <quantcheck/proofs_check/ledger/figures/gaussian.h>
#include <quantcheck/reference/nestquant/scaled_codes.h>

namespace quantcheck::check::ledger {

/// Some of the candidates, ascending.
using Betas = std::vector<Index>;

/// q beta = 2, 2.25, ..., 12.
ScaledCodes<double> beta_candidates(Code q);

/// The candidates of these q beta.
Betas betas_at(std::span<const double> times_q);

/// "{3.25, 4.25} / 14"
std::string betas_words(const Betas& betas, Code q);

/// A block encoded at any of the candidates, at each once.
class BlockAtBetas {
 public:
  struct AtBeta {
    double squared_error = 0;
    bool overload = false;
  };
  struct Taken {
    std::size_t place = 0;  // among the betas
    double squared_error = 0;
  };

  /// `codes` has to outlive the block.
  BlockAtBetas(const reference::Block<double>& x, const ScaledCodes<double>& codes,
               reference::CellRepair repair)
      : x_(x), codes_(codes), repair_(repair), found_(codes.beta.size()) {}

  const AtBeta& at(Index candidate);

  /// As encode_block does with these betas alone: opt-beta, first-beta.
  Taken opt(const Betas& betas);
  Taken first(const Betas& betas);

 private:
  reference::Block<double> x_;
  const ScaledCodes<double>& codes_;
  reference::CellRepair repair_;
  std::vector<std::optional<AtBeta>> found_;
};

}  // namespace quantcheck::check::ledger
