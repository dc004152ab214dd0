// NestQuant's figures, measured again from a seed on N(0, 1), without any model.
#pragma once

#include <quantcheck/proofs_check/ledger/figures/figure.h>
#include <quantcheck/proofs_check/ledger/seed.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check::ledger {

/// The sizes of the samples that are drawn.
struct FigureSample {
  Index blocks = 400000;  // lattice blocks for an error or a rate of betas, all choices together
  Index choices = 8;      // choices of betas, each made on lattice blocks of its own and measured on others
  Index training_blocks = 25000;          // lattice blocks for a choice of betas
  Index cheaper_training_blocks = 10000;  // lattice blocks for a choice of NestQuantM's betas
  Index mass_blocks = 1000000;            // lattice blocks for a mass, or for the second moment
  Index groups = 64;                      // groups of matrices that are multiplied
  Index rows = 24;                        // rows of either matrix
  Index columns = 1024;
};

struct Figures {
  std::vector<Figure> figures;
  std::vector<Series> series;  // for the plot
};

/// Measures all figures. The seed decides every draw.
Figures measure_figures(const Seed& seed, const FigureSample& sample = {}, const Progress& progress = {});

/// Whether every figure is within its tolerance of what is known.
bool all_agree(const std::vector<Figure>& figures);

/// One line: whether the figure agrees, its id, value and interval, and the known value with its source.
std::string figure_text(const Figure& figure);
/// The lines at the end, which say how many figures agree.
std::string figures_summary(const std::vector<Figure>& figures, const Seed& seed);

/// The table of all figures in Markdown.
std::string figures_markdown(const Figures& figures, const Seed& seed);
/// One JSON object, schema "quantcheck-figures/2".
std::string figures_json(const Figures& figures, const Seed& seed);
/// The plot of distortion against rate.
std::string rate_distortion_svg(const std::vector<Series>& series);

/// The names of the files that write_figures writes.
inline constexpr const char* figure_files[] = {"figures.md", "figures.json", "rate_distortion.svg"};

/// Makes the folder `directory` where there is none. Throws Error if that fails, or if the figure_files
/// cannot be written there.
void prepare_folder(const std::string& directory);

/// Writes the figure_files, each of them whole or not at all. Throws Error if one cannot be written.
void write_figures(const std::string& directory, const Figures& figures, const Seed& seed);

}  // namespace quantcheck::check::ledger
