// The factors that the replays of a case sweep with, kept for as many rows as there are.
#pragma once

#include <map>
#include <memory>
#include <typeindex>
#include <vector>

#include <quantcheck/proofs_check/replay/dense/coarse_sweep.h>
#include <quantcheck/proofs_check/replay/dense/sweep_factor.h>

namespace quantcheck::check {

/// The factors of all versions of the Hessian of a case under a hypothesis, by form. They are made when they
/// are first asked for. The next rows take the same ones, until they are swept in another number type.
class ReplayFactors {
 public:
  /// An entry for each version: nothing where the Hessian could not be factored.
  template <class F>
  using Versions = std::vector<std::optional<SweepFactor<F>>>;

  /// The case and the hypothesis are referred to.
  ReplayFactors(const Case& c, const Hypothesis& hypothesis) : case_(c), hypothesis_(hypothesis) {}

  const Case& of_case() const { return case_; }
  const Hypothesis& hypothesis() const { return hypothesis_; }

  /// The factors in F for sweeps in T, of `versions` versions, which are jittered by `roundoff`.
  template <class T, class F>
  Versions<F>& versions(Form form, int versions, double roundoff) {
    if (type_ != std::type_index(typeid(T))) made_.clear();
    type_ = typeid(T);
    if (!made_.contains(form)) make<T, F>(form, versions, roundoff);
    return *std::static_pointer_cast<Versions<F>>(made_.at(form));
  }

 private:
  template <class T, class F>
  void make(Form form, int versions, double roundoff) {
    const bool general = form == Form::lower_of_general || form == Form::upper_of_general;
    Versions<F> made;
    Versions<F> of_upper;  // that of the same general inverse
    for (int version = 0; version < versions; ++version) {
      const HessianVersion hessian{version, roundoff, version * case_.layer.samples / versions};
      if (general) {
        auto [lower, upper] = factors_of_general<F>(case_, hypothesis_, hessian);
        made.push_back(std::move(lower));
        of_upper.push_back(std::move(upper));
      } else {
        made.push_back(form == Form::on_u ? factor_on_u<F>(case_, hypothesis_, hessian)
                                          : factor_by_solving<F>(case_, hypothesis_, hessian));
      }
    }
    if (!general) return keep<T>(form, std::move(made));
    keep<T>(Form::lower_of_general, std::move(made));
    keep<T>(Form::upper_of_general, std::move(of_upper));
  }

  template <class T, class F>
  void keep(Form form, Versions<F> made) {
    if constexpr (!std::is_same_v<T, F>)
      for (std::optional<SweepFactor<F>>& factor : made)
        if (factor) make_coarse<T>(form, *factor);
    made_[form] = std::make_shared<Versions<F>>(std::move(made));
  }

  const Case& case_;
  const Hypothesis& hypothesis_;
  std::type_index type_ = typeid(void);  // T
  std::map<Form, std::shared_ptr<void>> made_;
};

}  // namespace quantcheck::check
