// Progress that is also a place to stop at.
#pragma once

#include <quantcheck/optimized/parallel/stop.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// Tells the progress, which is referred to and may be empty, and then throws Cancelled where the calling
/// thread is to stop (optimized::StopScope).
inline Progress stoppable(const Progress& progress) {
  return [&progress](const char* stage, Index done, Index total) {
    if (progress) progress(stage, done, total);
    optimized::end_if_stopped();
  };
}

}  // namespace quantcheck::check
