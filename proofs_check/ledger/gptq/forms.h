// The forms of GPTQ, and a false variant beside each, over any number type.
//
// Each is a function object that takes a layer and the function that decides a code (decide.h). Samples in
// exact arithmetic decide for the nearest code, and identity tests for arbitrary codes; both run the same
// text.
#pragma once

#include <algorithm>

#include <quantcheck/proofs_check/ledger/gptq/layer.h>
#include <quantcheck/reference/criteria/residual.h>
#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/babai_on_basis.h>
#include <quantcheck/reference/quantizers/gptq.h>
#include <quantcheck/reference/quantizers/gptq_blocked.h>
#include <quantcheck/reference/quantizers/gptq_to_babai.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/reference/quantizers/nearest_plane_blocked.h>
#include <quantcheck/reference/quantizers/obq.h>

namespace quantcheck::check::ledger {

/// L and C with H^-1 = L C L^T, where H is the damped Hessian in processing order.
template <class Number>
reference::Ldl<Number> inverse_factor(const LayerOf<Number>& layer) {
  return reference::ldl(reference::inverse(layer.hessian));
}

struct Gptq {
  template <class Number, class Decide>
  reference::Codes operator()(const LayerOf<Number>& layer, Decide&& decide) const {
    return reference::gptq(layer.weight, inverse_factor(layer), layer.grid, layer.order, decide);
  }
};

struct NearestPlane {
  template <class Number, class Decide>
  reference::Codes operator()(const LayerOf<Number>& layer, Decide&& decide) const {
    return reference::nearest_plane(layer.weight, reference::udu(layer.hessian), layer.grid, layer.order,
                                    decide);
  }
};

/// False variant: it uses the triangle of H = L C L^T in place of that of H = U D U^T.
struct NearestPlaneOnOther {
  template <class Number, class Decide>
  reference::Codes operator()(const LayerOf<Number>& layer, Decide&& decide) const {
    reference::Udu<Number> factor = reference::udu(layer.hessian);
    factor.numerator = reference::ldl(layer.hessian).lower.transpose();
    return reference::nearest_plane(layer.weight, factor, layer.grid, layer.order, decide);
  }
};

struct LazyGptq {
  template <class Number, class Decide>
  reference::Codes operator()(const LayerOf<Number>& layer, Decide&& decide) const {
    return reference::gptq_blocked(layer.weight, inverse_factor(layer), layer.grid, layer.order, layer.cut,
                                   decide);
  }
};

struct LazyNearestPlane {
  template <class Number, class Decide>
  reference::Codes operator()(const LayerOf<Number>& layer, Decide&& decide) const {
    return reference::nearest_plane_blocked(layer.weight, reference::udu(layer.hessian), layer.grid,
                                            layer.order, layer.cut, decide);
  }
};

/// False variant: the errors of a block of columns do not reach the columns after it.
struct BlocksApart {
  template <class Number, class Decide>
  reference::Codes operator()(const LayerOf<Number>& layer, Decide&& decide) const {
    reference::Ldl<Number> factor = inverse_factor(layer);
    for (Index i = 0; i < layer.in(); ++i)
      for (Index j = 0; j < i; ++j)
        if (i / layer.cut != j / layer.cut) factor.lower(i, j) = Number(0);
    return reference::gptq(layer.weight, factor, layer.grid, layer.order, decide);
  }
};

/// The Hessian in the columns' own order, for algorithms that apply the order themselves.
template <class Number>
reference::Matrix<Number> unordered_hessian(const LayerOf<Number>& layer) {
  return reference::permuted(layer.hessian, reference::inverse_order(layer.order));
}

struct ObqInOrder {
  template <class Number, class Decide>
  reference::Codes operator()(const LayerOf<Number>& layer, Decide&& decide) const {
    return reference::obq(layer.weight, unordered_hessian(layer), layer.grid,
                          reference::choose_in_order(layer.order), decide);
  }
};

/// False variant: where OBQ inverts H_JJ anew at each step, every update uses the matrix that `MatrixOf`
/// makes of the whole Hessian.
template <class MatrixOf>
struct ObqNeverRefreshed {
  template <class Number, class Decide>
  reference::Codes operator()(const LayerOf<Number>& layer, Decide&& decide) const {
    const reference::Matrix<Number> moves = MatrixOf()(layer.hessian);
    reference::Codes codes(layer.weight.rows(), layer.in());
    for (Index row = 0; row < layer.weight.rows(); ++row) {
      reference::Vector<Number> w = layer.weight.row(row).transpose();
      for (Index j = 0; j < layer.in(); ++j) {
        const Index column = layer.order[j];
        codes(row, column) = decide(row, column, w(column));
        const Number eps = reference::value(layer.grid, row, column, codes(row, column)) - w(column);
        for (Index k = j + 1; k < layer.in(); ++k)
          w(layer.order[k]) = w(layer.order[k]) + moves(k, j) / moves(j, j) * eps;
      }
    }
    return codes;
  }
};

/// H^-1, which is right at the first step only.
struct InverseOfAll {
  template <class Number>
  reference::Matrix<Number> operator()(const reference::Matrix<Number>& hessian) const {
    return reference::inverse(hessian);
  }
};

/// H itself, without any inversion.
struct NotInverted {
  template <class Number>
  reference::Matrix<Number> operator()(const reference::Matrix<Number>& hessian) const {
    return hessian;
  }
};

struct Babai {
  template <class Number, class Decide>
  reference::Codes operator()(const LayerOf<Number>& layer, Decide&& decide) const {
    return reference::babai_on_basis(layer.weight, layer.basis, layer.grid, layer.order, decide);
  }
};

/// False variant: the order is not reversed, so Babai begins where GPTQ ends.
struct BabaiNotReversed {
  template <class Number, class Decide>
  reference::Codes operator()(const LayerOf<Number>& layer, Decide&& decide) const {
    Order order = layer.order;
    std::reverse(order.begin(), order.end());
    const reference::Matrix<Number> basis = layer.basis.rowwise().reverse();
    return reference::babai_on_basis(layer.weight, basis, layer.grid, order, decide);
  }
};

/// One more propagation after `cut` steps of the nearest plane. With E the columns that are decided and R the
/// rest, the weights of R are moved to the values w_R + H_RR^-1 H_RE e_E, which have the least loss, and the
/// nearest plane goes on from there as if it had just begun. The false variant has the sign -1.
template <int sign = 1>
struct ExtraPropagation {
  template <class Number, class Decide>
  reference::Codes operator()(const LayerOf<Number>& layer, Decide&& decide) const {
    reference::Codes codes = NearestPlane()(layer, decide);
    const Index done = std::min(layer.cut, layer.in() - 1);
    const Index left = layer.in() - done;
    LayerOf<Number> rest;
    rest.hessian = layer.hessian.bottomRightCorner(left, left);
    rest.weight = reference::Matrix<Number>(layer.weight.rows(), left);
    rest.grid = layer.grid;
    rest.grid.group_index.clear();
    rest.order = reference::natural_order(left);
    for (Index k = done; k < layer.in(); ++k)
      rest.grid.group_index.push_back(layer.grid.group_index[layer.order[k]]);
    const reference::Matrix<Number> inverse = reference::inverse(rest.hessian);
    for (Index row = 0; row < layer.weight.rows(); ++row) {
      const auto e = reference::error_of(layer.weight, codes, layer.grid, layer.order, row);
      for (Index k = 0; k < left; ++k) {
        Number moved = Number(0);
        for (Index l = 0; l < left; ++l)
          for (Index i = 0; i < done; ++i) moved = moved + inverse(k, l) * layer.hessian(done + l, i) * e(i);
        rest.weight(row, k) = layer.weight(row, layer.order[done + k]) + Number(sign) * moved;
      }
    }
    const reference::Codes rest_codes = NearestPlane()(rest, [&](Index row, Index k, const Number& target) {
      return decide(row, layer.order[done + k], target);
    });
    for (Index k = 0; k < left; ++k) codes.col(layer.order[done + k]) = rest_codes.col(k);
    return codes;
  }
};

/// Algorithm 6 of the chain in the paper's Appendix C.
struct Cumulative {
  template <class Number, class Decide>
  reference::Codes operator()(const LayerOf<Number>& layer, Decide&& decide) const {
    return reference::gptq_cumulative(layer.weight, inverse_factor(layer), layer.grid, layer.order, decide);
  }
};

/// False variant: the cumulative error is multiplied by L instead of L^-1.
struct CumulativeNotInverted {
  template <class Number, class Decide>
  reference::Codes operator()(const LayerOf<Number>& layer, Decide&& decide) const {
    reference::Ldl<Number> factor = inverse_factor(layer);
    factor.lower = reference::inverse_of_unit_lower(factor.lower);
    return reference::gptq_cumulative(layer.weight, factor, layer.grid, layer.order, decide);
  }
};

/// M of Algorithm 7: U'^-1 with H^-1 = U' D' U'^T. `reversed` is H with rows and columns read backwards.
template <class Number>
reference::Matrix<Number> backward_factor_of_inverse(const reference::Matrix<Number>& reversed) {
  // U'^T, which is lower triangular.
  const reference::Matrix<Number> lower =
      reference::unit_upper(reference::udu(reference::inverse(reversed))).transpose();
  return reference::inverse_of_unit_lower(lower).transpose();
}

/// M of Algorithm 8: U with H = U^T D U. `reversed` is H with rows and columns read backwards.
template <class Number>
reference::Matrix<Number> backward_factor(const reference::Matrix<Number>& reversed) {
  return reference::ldl(reversed).lower.transpose();
}

enum class Link { alg_7, alg_8, alg_7_not_inverted, alg_8_not_reversed };

/// Algorithms 7 and 8. The false variants use U' in place of its inverse, and the factor of the Hessian that
/// is not read backwards.
template <Link link>
struct Backwards {
  template <class Number, class Decide>
  reference::Codes operator()(const LayerOf<Number>& layer, Decide&& decide) const {
    const reference::Matrix<Number> reversed = layer.hessian.reverse();
    Order order = layer.order;
    std::reverse(order.begin(), order.end());
    reference::Matrix<Number> m;
    if constexpr (link == Link::alg_7) m = backward_factor_of_inverse(reversed);
    if constexpr (link == Link::alg_7_not_inverted)
      m = reference::unit_upper(reference::udu(reference::inverse(reversed)));
    if constexpr (link == Link::alg_8) m = backward_factor(reversed);
    if constexpr (link == Link::alg_8_not_reversed) m = backward_factor(layer.hessian);
    return reference::gptq_backwards(layer.weight, m, layer.grid, order, decide);
  }
};

}  // namespace quantcheck::check::ledger
