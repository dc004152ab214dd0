// Files in the .npz format: .npy arrays in a zip archive, as numpy.savez and numpy.savez_compressed write
// them.
#pragma once

#include <string>

#include <quantcheck/proofs_check/io/formats/shared_bytes.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// Reads a file that is in memory; its member "weight.npy" is the tensor "weight". Throws Error naming the
/// file and the member or tensor: for whatever zip_members and npy_tensor refuse; for members that are no
/// .npy arrays; and for content that is damaged (deflated data that is none or of another length, or a wrong
/// checksum). The header of a deflated array is read, and the size it gives compared with the member's,
/// before the rest is inflated.
TensorBundle parse_npz(const SharedBytes& file, const std::string& name);

}  // namespace quantcheck::check
