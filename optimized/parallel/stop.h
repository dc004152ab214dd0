// The end of long work that its caller asks for.
#pragma once

#include <stop_token>

namespace quantcheck::optimized {

/// As long as this object lives, the work that its thread does ends by Cancelled soon after the token asks it
/// to stop: whenever work is given to a team, inside long kernels, and wherever end_if_stopped is called. The
/// objects of a thread are nested, and each of their tokens counts.
class StopScope {
 public:
  explicit StopScope(std::stop_token token);
  ~StopScope();
  StopScope(const StopScope&) = delete;
  StopScope& operator=(const StopScope&) = delete;

 private:
  friend bool is_stopped();

  std::stop_token token_;
  const StopScope* outer_;
};

/// Whether the calling thread's work is to end. It never is on the other threads of a team, to whom the
/// caller has to pass that on.
bool is_stopped();

/// Throws Cancelled where it is. Not to be called inside the work of a team, which must not throw.
void end_if_stopped();

}  // namespace quantcheck::optimized
