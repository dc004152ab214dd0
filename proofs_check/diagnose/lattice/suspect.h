// The count of the wrong lattice blocks that a fault explains.
#pragma once

#include <functional>

#include <quantcheck/proofs_check/exact/lattice/unclear.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// Counts the wrong lattice blocks that a fault explains. The fault is given up as soon as it fails to
/// explain more than one block in a hundred; and where there are many, as soon as it fails to explain half of
/// the first ones.
class Suspect {
 public:
  Suspect(Index wrong) : may_miss_(wrong / 100) {}

  bool open() const {
    constexpr Index first_ones = 256;
    const Index seen = missed_ + explained_;
    return missed_ <= may_miss_ && !(seen >= first_ones && missed_ > explained_);
  }
  void add(const std::function<bool()>& explains) {
    if (!open()) return;
    bool explained = false;
    try {
      explained = explains();
    } catch (const Error&) {    // the block is out of the range of the reference
    } catch (const Unclear&) {  // its target is not known well enough
    }
    explained_ += explained;
    missed_ += !explained;
  }
  Index explained() const { return explained_; }

 private:
  Index may_miss_;
  Index explained_ = 0;
  Index missed_ = 0;
};

}  // namespace quantcheck::check
