#include <quantcheck/bench/layer.h>

#include <algorithm>
#include <map>

#include <quantcheck/bench/blas/openblas.h>

namespace quantcheck::bench {
namespace {

using optimized::Buffer;

// Nearly normal random numbers, made fast: each is the sum of four uniform ones out of one draw of
// splitmix64.
class Noise {
 public:
  explicit Noise(std::uint64_t seed) : state_(seed) {}

  float operator()() {
    std::uint64_t x = (state_ += 0x9e3779b97f4a7c15ULL);
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    x ^= x >> 31;
    const std::uint64_t sum = (x & 0xffff) + (x >> 16 & 0xffff) + (x >> 32 & 0xffff) + (x >> 48);
    return (static_cast<float>(sum) - 131070.0F) * (1.7320508F / 65536.0F);
  }

 private:
  std::uint64_t state_;
};

// The number of activations that are made at once, so that not all of them are in memory together.
constexpr Index batch = 2048;

struct Mixing {
  Index factors = 0;
  Buffer<float> matrix;  // factors x in
};

Mixing make_mixing(Index in, Noise& noise) {
  Mixing mixing{std::max<Index>(in / 4, 1), {}};
  mixing.matrix = Buffer<float>(mixing.factors * in);
  for (Index k = 0; k < mixing.factors; ++k)
    for (Index j = 0; j < in; ++j) mixing.matrix[k * in + j] = noise() / static_cast<float>(k + 1);
  return mixing;
}

void make_activations(const Mixing& mixing, Index samples, Index in, Noise& noise, Buffer<float>& latent,
                      Buffer<float>& x) {
  for (Index i = 0; i < samples * mixing.factors; ++i) latent[i] = noise();
  gemm(latent.data(), mixing.matrix.data(), x.data(), samples, mixing.factors, in);
  for (Index sample = 0; sample < samples; ++sample)
    for (Index j = 0; j < in; ++j) {
      float& value = x[sample * in + j];
      value += 0.05F * noise();
      if (j % 40 == 7) value *= 8.0F;
    }
}

// Copies the upper triangle to the lower one, in tiles that fit the cache.
void mirror(Buffer<float>& hessian, Index in) {
  constexpr Index tile = 64;
  for (Index top = 0; top < in; top += tile)
    for (Index left = 0; left <= top; left += tile)
      for (Index i = top; i < std::min(top + tile, in); ++i)
        for (Index j = left; j < std::min({left + tile, i, in}); ++j)
          hessian[i * in + j] = hessian[j * in + i];
}

std::shared_ptr<const FactoredHessian> make_factored(Index in) {
  auto hessian = std::make_shared<FactoredHessian>();
  hessian->matrix = make_hessian(in, static_cast<std::uint64_t>(in));
  hessian->factor = optimized::factorize(MatrixView<const float>{hessian->matrix.data(), in, in, in}, {});
  return hessian;
}

}  // namespace

optimized::Buffer<float> make_weight(Index out, Index in, std::uint64_t seed) {
  Noise noise(seed);
  Buffer<float> weight(out * in);
  for (Index i = 0; i < weight.size(); ++i) weight[i] = 0.04F * noise();
  return weight;
}

optimized::Buffer<float> make_hessian(Index in, std::uint64_t seed) {
  Noise noise(seed);
  const Mixing mixing = make_mixing(in, noise);
  const Index samples = 2 * in;
  Buffer<float> latent(std::min(batch, samples) * mixing.factors);
  Buffer<float> x(std::min(batch, samples) * in);
  Buffer<float> hessian(in * in);
  std::fill_n(hessian.data(), in * in, 0.0F);
  for (Index done = 0; done < samples; done += batch) {
    const Index now = std::min(batch, samples - done);
    make_activations(mixing, now, in, noise, latent, x);
    add_gram(x.data(), hessian.data(), now, in);
  }
  for (Index i = 0; i < in * in; ++i) hessian[i] *= 2.0F / static_cast<float>(samples);
  mirror(hessian, in);
  return hessian;
}

std::vector<Layer> make_layers(const std::vector<Shape>& shapes) {
  std::map<Index, std::shared_ptr<const FactoredHessian>> hessians;
  std::vector<Layer> layers;
  for (const auto& [out, in] : shapes) {
    auto& hessian = hessians[in];
    if (!hessian) hessian = make_factored(in);
    layers.push_back({out, in, make_weight(out, in, static_cast<std::uint64_t>(out + in)), hessian});
  }
  return layers;
}

}  // namespace quantcheck::bench
