// The callback by which long work tells how far it is, since the library never prints.
#pragma once

#include <functional>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// Called with the name of what is being done, and with how much of it is done out of how much. May be empty.
using Progress = std::function<void(const char* stage, Index done, Index total)>;

}  // namespace quantcheck::check
