#include <quantcheck/optimized/parallel/stop.h>

#include <utility>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {
namespace {

constinit thread_local const StopScope* innermost = nullptr;

}  // namespace

StopScope::StopScope(std::stop_token token)
    : token_(std::move(token)), outer_(std::exchange(innermost, this)) {}

StopScope::~StopScope() { innermost = outer_; }

bool is_stopped() {
  for (const StopScope* scope = innermost; scope != nullptr; scope = scope->outer_)
    if (scope->token_.stop_requested()) return true;
  return false;
}

void end_if_stopped() {
  if (is_stopped()) throw Cancelled();
}

}  // namespace quantcheck::optimized
