// A stretch of processing steps.
#pragma once

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// Processing steps begin .. end - 1.
struct Steps {
  Index begin = 0;
  Index end = 0;
};

}  // namespace quantcheck::check
