#include <algorithm>
#include <string>
#include <utility>

#include <quantcheck/proofs_check/diagnose/feedback/fault.h>

namespace quantcheck::check {
namespace {

using Share = std::function<double(Index, Index)>;

FeedbackFault of_update(std::string id, std::string words, std::string advice, Share share) {
  FeedbackFault fault{{"update:" + std::move(id), std::move(words), std::move(advice), Half::hessian}};
  fault.share = std::move(share);
  return fault;
}

void add_of_block(Index block, Index inputs, std::vector<FeedbackFault>& faults) {
  const std::string size = std::to_string(block);
  const std::string blocks = "blocks of " + size + " columns";
  const auto within = [block](Index i, Index j) { return i / block == j / block; };
  const auto begin_of = [block](Index i) { return i / block * block; };
  const auto add = [&](const char* id, const std::string& words, const char* advice, Share share) {
    faults.push_back(of_update(std::string(id) + ":" + size, words, advice, std::move(share)));
  };
  const char* after = "look at the update of the columns after a block, and at where it begins and ends";
  const char* inside = "look at the update of the columns inside a block, and at where it begins and ends";
  const char* twice = "update a column either inside its block or after the block, not both";
  add("past-group",
      "the update inside " + blocks +
          " runs past the end of the block, so that later columns take the error of a block twice",
      "update columns k .. end of the block only: the slice of the columns is too long by the block's first "
      "column",
      [=](Index i, Index j) {
        const Index end = begin_of(i) + block;
        return j >= end && j < i + end ? 2.0 : 1.0;
      });
  add("after-block-twice", "the error of " + blocks + " is fed back twice to all columns after the block",
      twice, [=](Index i, Index j) { return within(i, j) ? 1.0 : 2.0; });
  add("inside-block-twice", "errors are fed back twice to the columns inside " + blocks, twice,
      [=](Index i, Index j) { return within(i, j) ? 2.0 : 1.0; });
  // What the judge would certify is named by it, with the same id.
  add("within-block", "error is not carried from one of the " + blocks + " to the next", after,
      [=](Index i, Index j) { return within(i, j) ? 1.0 : 0.0; });
  faults.back().id = "blocks:" + size;
  add("next-block-only", "the error of " + blocks + " reaches the next block only", after,
      [=](Index i, Index j) { return j / block - i / block <= 1 ? 1.0 : 0.0; });
  add("not-inside-block", "errors are not fed back inside " + blocks + ", only to those after them", inside,
      [=](Index i, Index j) { return within(i, j) ? 0.0 : 1.0; });
  add("first-after-block", "the update after " + blocks + " leaves out the first column", after,
      [=](Index i, Index j) { return !within(i, j) && j == begin_of(i) + block ? 0.0 : 1.0; });
  add("last-error-of-block", "the last error of " + blocks + " is not fed back", after,
      [=](Index i, Index j) { return !within(i, j) && i == begin_of(i) + block - 1 ? 0.0 : 1.0; });
  add("last-of-block", "the update inside " + blocks + " leaves out the last column", inside,
      [=](Index i, Index j) {
        return within(i, j) && j == std::min(begin_of(i) + block, inputs) - 1 ? 0.0 : 1.0;
      });
  add("late-in-block", "the update inside " + blocks + " leaves out the column that comes next", inside,
      [=](Index i, Index j) { return within(i, j) && j == i + 1 ? 0.0 : 1.0; });
  if (inputs % block != 0) {
    const Index whole = inputs / block * block;
    add("last-block-left-out", "errors of " + blocks + " are not fed back to the last, shorter block", after,
        [=](Index i, Index j) { return i < whole && j >= whole ? 0.0 : 1.0; });
  }
}

}  // namespace

std::vector<FeedbackFault> faults_of_update(const std::vector<Index>& blocks, Index inputs) {
  std::vector<FeedbackFault> faults;
  for (const Index block : blocks) add_of_block(block, inputs, faults);
  const char* look = "look at where the update of the later columns begins and ends";
  faults.push_back(of_update("late", "every update leaves out the column that comes next", look,
                             [](Index i, Index j) { return j == i + 1 ? 0.0 : 1.0; }));
  faults.push_back(of_update("next-only", "an error is fed back to the column that comes next only", look,
                             [](Index i, Index j) { return j == i + 1 ? 1.0 : 0.0; }));
  faults.push_back(of_update("last", "no error is fed back to the last column", look,
                             [last = inputs - 1](Index, Index j) { return j == last ? 0.0 : 1.0; }));
  return faults;
}

std::vector<FeedbackFault> faults_of_end(const std::vector<Index>& ends) {
  std::vector<FeedbackFault> faults;
  faults.reserve(2 * ends.size());
  const char* look =
      "look at what happens at that step: a loop that ends too early, "
      "or a failure that is caught and passed over";
  for (const Index end : ends) {
    const std::string step = std::to_string(end);
    faults.push_back(of_update(
        "plain-rounding-from",
        "the columns from step " + step + " on take no error: they are plain rounding of the weights", look,
        [end](Index, Index j) { return j >= end ? 0.0 : 1.0; }));
    faults.push_back(of_update("ends", "errors of the steps from " + step + " on are not fed back", look,
                               [end](Index i, Index) { return i >= end ? 0.0 : 1.0; }));
  }
  return faults;
}

}  // namespace quantcheck::check
