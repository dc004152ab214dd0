// The betas that figures choose among, and a lattice block encoded at each of them.
#pragma once

#include <optional>
#include <span>
#include <string>

#include <quantcheck/proofs_check/ledger/figures/gaussian.h>
#include <quantcheck/reference/nestquant/scaled_codes.h>

namespace quantcheck::check::ledger {

/// Indices of some of the candidates, ascending.
using Betas = std::vector<Index>;

/// The candidates for the nesting ratio q: q beta = 2, 2.25, ..., 12.
ScaledCodes<double> beta_candidates(Code q);

/// The candidates with the given values of q beta.
Betas betas_at(std::span<const double> times_q);

/// The betas in words, such as "{3.25, 4.25} / 14".
std::string betas_words(const Betas& betas, Code q);

/// A lattice block that is encoded at each candidate when it is first asked for, and only once.
class BlockAtBetas {
 public:
  struct AtBeta {
    double squared_error = 0;
    bool overload = false;
  };
  struct Taken {
    std::size_t place = 0;  // index into the betas given
    double squared_error = 0;
  };

  /// `codes` has to outlive this object.
  BlockAtBetas(const reference::Block<double>& x, const ScaledCodes<double>& codes,
               reference::CellRepair repair)
      : x_(x), codes_(codes), repair_(repair), found_(codes.beta.size()) {}

  const AtBeta& at(Index candidate);

  /// The beta that encode_block takes with opt-beta, given these betas alone: the one of the least squared
  /// error.
  Taken opt(const Betas& betas);
  /// The beta that encode_block takes with first-beta: the first one without overload, or else the last.
  Taken first(const Betas& betas);

 private:
  reference::Block<double> x_;
  const ScaledCodes<double>& codes_;
  reference::CellRepair repair_;
  std::vector<std::optional<AtBeta>> found_;
};

}  // namespace quantcheck::check::ledger
