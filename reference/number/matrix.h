// Dense matrices and vectors of any number type.
#pragma once

#include <boost/multiprecision/eigen.hpp>

#include <Eigen/Core>

#include <quantcheck/reference/layer.h>

namespace quantcheck::reference {

template <class Number>
using Matrix = Eigen::Matrix<Number, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class Number>
using Vector = Eigen::Matrix<Number, Eigen::Dynamic, 1>;

/// The codes of a layer, out x in as its weights.
using Codes = Matrix<Code>;

}  // namespace quantcheck::reference
