// Cases of lattice quantizers in files.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// Reads a "lattice/1" file, or what stands for one:
///
///     values      rows x cols  F64 F32 F16 BF16: already normalised and rotated;  or, for LDLQ,
///     weight      rows x cols, cols a multiple of 8, with  hessian  cols x cols  F64 F32, and metadata
///                 "block_order", which has no default there
///     codes       rows x 8 blocks  any integer type, as is beta_index; blocks = cols / 8 rounded up: a row
///                 is padded with zeros, and what the padding decodes to is dropped. Each in 0 .. q-1
///     beta_index  rows x blocks, below k
///     betas       k, any float type, already divided by q; positive and strictly ascending
///     decoded     rows x cols  any float type: optional, beta included, the row's norm not
///     norm        rows  any float type, not negative: optional
///     __metadata__ see parse_lattice_metadata
///
/// Throws Error naming the file, the tensor and the place for whatever is not so, for an infinity or NaN, and
/// for all that parse_tensors refuses. Tensors and metadata that mean nothing are listed in `ignored`.
LatticeCase parse_lattice_case(const TensorBundle& file, Triangle triangle);

/// Reads an "e8/1" file: values and nearest, n x 8, of any float type. Throws Error as parse_lattice_case
/// does.
E8Case parse_e8_case(const TensorBundle& file);

/// The bytes of a file that reads as the same case (same_content). They depend on nothing else. Values,
/// Hessian, betas and norms become F32 where that is exact, else F64; decoded values keep their format.
/// Throws Error where sizes do not agree, and for a decoded value that is not of its format.
std::vector<std::byte> serialize_lattice_case(const LatticeCase& c);
std::vector<std::byte> serialize_e8_case(const E8Case& c);

/// Whether two cases agree in all but `name` and `ignored`.
bool same_content(const LatticeCase& a, const LatticeCase& b);
bool same_content(const E8Case& a, const E8Case& b);

}  // namespace quantcheck::check
