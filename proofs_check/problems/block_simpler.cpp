#include <quantcheck/proofs_check/problems/block_problem.h>
#include <quantcheck/proofs_check/problems/length.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

bool is_ascending(const std::vector<Rational>& beta) {
  for (std::size_t p = 0; p < beta.size(); ++p)
    if (!(beta[p] > (p == 0 ? Rational(0) : beta[p - 1]))) return false;
  return true;
}

// Only what lowers the complexity is taken for simpler, so that every chain ends.
class BlockSimplifications {
 public:
  explicit BlockSimplifications(const BlockProblem& problem)
      : problem_(problem), complexity_(complexity(problem)) {}

  std::vector<BlockProblem> all() {
    if (problem_.q > 0) add_codes();
    add([](BlockProblem& p) { p.x = {}; });
    for (std::size_t i = 0; i < 8; ++i) add([i](BlockProblem& p) { p.x[i] = 0; });
    for (const int parts : {1, 2, 3, 4, 12}) {
      add([parts](BlockProblem& p) {
        for (Rational& value : p.x) value = reference::floor(value * parts) / parts;
      });
    }
    for (std::size_t i = 0; i < 8; ++i) add_values(i);
    return std::move(found_);
  }

 private:
  template <class Change>
  void add(Change change) {
    BlockProblem candidate = problem_;
    change(candidate);
    if (complexity(candidate) < complexity_ && is_ascending(candidate.beta))
      found_.push_back(std::move(candidate));
  }

  void add_codes() {
    for (Index p = 0; problem_.beta.size() > 1 && p < std::ssize(problem_.beta); ++p)
      add([p](BlockProblem& b) { b.beta.erase(b.beta.begin() + p); });
    for (const Code q : {Code{2}, Code{3}, Code{4}, problem_.q / 2, problem_.q - 1})
      if (q >= 2) add([q](BlockProblem& b) { b.q = q; });
    for (std::size_t p = 0; p < problem_.beta.size(); ++p)
      for (const Rational& beta : {Rational(1), Rational(2), Rational(3), Rational(problem_.beta[p] / 2)})
        add([&](BlockProblem& b) { b.beta[p] = beta; });
  }

  void add_values(std::size_t i) {
    const Rational& value = problem_.x[i];
    const Rational half = reference::floor(Rational(value / 2));
    for (const Rational& other : {Rational(1, 2), Rational(1), reference::floor(value), half,
                                  Rational(value - 1), Rational(value + 1)})
      add([&](BlockProblem& p) { p.x[i] = other; });
  }

  const BlockProblem& problem_;
  const BlockComplexity complexity_;
  std::vector<BlockProblem> found_;
};

}  // namespace

BlockComplexity complexity(const BlockProblem& problem) {
  return {std::ssize(problem.beta), problem.q, total_length(problem.beta), total_length(problem.x)};
}

std::vector<BlockProblem> simpler(const BlockProblem& problem) { return BlockSimplifications(problem).all(); }

}  // namespace quantcheck::check
