#include <quantcheck/proofs_check/io/formats/npz.h>

#include <algorithm>

#include <quantcheck/proofs_check/io/formats/inflate.h>
#include <quantcheck/proofs_check/io/formats/npy.h>
#include <quantcheck/proofs_check/io/formats/npy_header.h>
#include <quantcheck/proofs_check/io/formats/zip.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

constexpr std::string_view suffix = ".npy";

std::vector<std::byte> inflated(const ZipMember& member, const std::string& place) {
  Inflater data(member.packed, place);
  const auto size = static_cast<std::size_t>(member.size);
  const NpyLayout layout = npy_layout(data.up_to(std::min(size, npy_preamble_bytes + max_npy_header)), place);
  if (layout.file_size != size)
    throw Error(place + "the array takes " + std::to_string(layout.file_size) + " bytes; the archive says " +
                std::to_string(size));
  data.up_to(size);
  return data.finish();
}

TensorView member_tensor(const ZipMember& member, const SharedBytes& file, const std::string& place) {
  const SharedBytes bytes =
      member.deflated ? SharedBytes(inflated(member, place)) : SharedBytes(member.packed, file.owner);
  if (crc32_of(bytes.bytes) != member.crc)
    throw Error(place + "damaged: its checksum (CRC-32) is not the archive's");
  return npy_tensor(bytes, place);
}

}  // namespace

TensorBundle parse_npz(const SharedBytes& file, const std::string& name) {
  TensorBundle bundle{name, {}, {}};
  const std::vector<ZipMember> members = zip_members(file.bytes, name);
  for (const ZipMember& member : members)
    if (member.name.ends_with("/data.pkl"))
      throw Error(name +
                  ": a PyTorch checkpoint, which is a pickle and can run any code, so it is not read; "
                  "save the tensors with safetensors.torch.save_file or numpy.savez");
  for (const ZipMember& member : members) {
    if (!member.name.ends_with(suffix))
      throw Error(name + ": member " + in_quotes(member.name) +
                  ": not an array: a .npz file's members end in .npy");
    const std::string tensor = member.name.substr(0, member.name.size() - suffix.size());
    bundle.tensors.push_back(member_tensor(member, file, name + ": tensor " + in_quotes(tensor) + ": "));
    bundle.tensors.back().name = tensor;
    bundle.tensors.back().file = name;
  }
  return bundle;
}

}  // namespace quantcheck::check
