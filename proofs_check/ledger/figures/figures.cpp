#include <quantcheck/proofs_check/ledger/figures/figures.h>

#include <algorithm>
#include <filesystem>
#include <span>

#include <quantcheck/proofs_check/io/formats/output_file.h>
#include <quantcheck/proofs_check/ledger/figures/measure.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check::ledger {

Figures measure_figures(const Seed& seed, const FigureSample& sample, const Progress& progress) {
  const FigureRun run{seed, sample, progress};
  Figures figures;
  add_published_betas(run, figures);
  add_best_betas(run, figures);
  add_products(run, figures);
  add_cells(run, figures);
  add_scalars(run, figures);
  return figures;
}

bool all_agree(const std::vector<Figure>& figures) { return std::ranges::all_of(figures, agrees); }

void prepare_folder(const std::string& directory) {
  make_folder(directory);
  for (const char* file : figure_files) require_writable((std::filesystem::path(directory) / file).string());
}

void write_figures(const std::string& directory, const Figures& figures, const Seed& seed) {
  const std::string texts[] = {figures_markdown(figures, seed), figures_json(figures, seed),
                               rate_distortion_svg(figures.series)};
  for (std::size_t k = 0; k < std::size(texts); ++k)
    write_file((std::filesystem::path(directory) / figure_files[k]).string(),
               std::as_bytes(std::span(texts[k])));
}

}  // namespace quantcheck::check::ledger
