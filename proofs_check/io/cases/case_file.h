// Cases of scalar quantizers in files.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// Reads a case out of a file, or out of the tensors of several files put together as if they stood in one:
///
///     weight       out x in   F64 F32 F16 BF16
///     hessian      in x in    F64 F32, exactly symmetric;  or  activations  samples x in  F64 F32 F16 BF16;
///                             or neither, where nothing is known of it
///     codes        out x in   any integer type, as are zero, group_index, order and dead; or floats that are
///                             integers
///     dequantized  out x in   F64 F32 F16 BF16: in place of codes, which recover_codes finds
///     scale        out x groups  F64 F32 F16 BF16, not zero;  zero  out x groups (absent: 0)
///     group_index  in, below groups. Absent: metadata "group_size" g means column / g, and groups is in / g
///                  rounded up; without either, groups divides in and the groups are equal and contiguous
///     order        in, a permutation (absent: natural);  dead  in, 0 or 1, also BOOL (absent: none)
///     __metadata__ see parse_case_metadata
///
/// and in a file that declares case/2
///
///     levels       K, any float (also F8_E4M3 F8_E5M2 F8_E8M0), in place of qmin, qmax; or metadata "grid"
///     zero         also floats, which become offsets where not all are integers;  or  offset  out x groups
///     scale        also F8_E4M3 F8_E5M2 F8_E8M0, or U8 with "scale_format": "e8m0"
///     global_scale 1 or out, with metadata "global_scale" (effective_scales)
///     codes        also F4: the bit patterns
///
/// Throws Error naming the file, the tensor and the place for whatever is not so: a missing tensor, another
/// dtype or shape, a scale that is not of the declared format, a layer without rows or columns, an infinity
/// or NaN, a code outside qmin..qmax, an integer of 2^62 or more in magnitude; for an input that is declared
/// dead and is not (check_dead_inputs); and for all that parse_tensors refuses; and in a case/1 for what
/// case/2 alone has. Tensors and metadata that mean nothing are listed in Case::ignored, and tensors whose
/// numbers are all of a coarser format than their own in Case::recognised.
Case parse_case(const TensorBundle& file, Triangle triangle);
Case parse_case(std::vector<std::byte> bytes, const std::string& name, Triangle triangle);
Case read_case(const std::string& path, Triangle triangle);

/// The bytes of a file from which parse_case makes the same case (same_content). They depend on nothing else.
/// The file declares case/1 where that is enough for the case, else case/2. Weights, Hessian and activations
/// become F32 where that is exact, else F64; scales keep scale_format, and metadata says so where another one
/// would be recognised in them; integers take the smallest of U8 I8 I16 I32 I64 that fits. `ignored` is not
/// written. Throws Error for a case that is not well-formed, for a scale that is not of scale_format, and for
/// a damping that format_number cannot write.
std::vector<std::byte> serialize_case(const Case& c);

/// Writes serialize_case(c) to a file, whole or not at all, and throws Error, as write_file does.
void write_case(const Case& c, const std::string& path);

/// Whether two cases agree in all but `name`, `ignored` and `recognised`.
bool same_content(const Case& a, const Case& b);

}  // namespace quantcheck::check
