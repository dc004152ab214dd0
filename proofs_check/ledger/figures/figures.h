// NestQuant's figures, measured again from a seed: on N(0, 1), without any model.
#pragma once

#include <quantcheck/proofs_check/ledger/figures/figure.h>
#include <quantcheck/proofs_check/ledger/seed.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check::ledger {

/// How much is drawn.
struct FigureSample {
  Index blocks = 400000;          // for an error or a rate of betas, all choices together
  Index choices = 8;              // of betas, each for blocks of its own and measured on others of its own
  Index training_blocks = 25000;  // for a choice of betas
  Index cheaper_training_blocks = 10000;  // for one of NestQuantM's
  Index mass_blocks = 1000000;            // for a mass, for the second moment
  Index groups = 64;                      // of matrices that are multiplied
  Index rows = 24;                        // of either matrix
  Index columns = 1024;
};

struct Figures {
  std::vector<Figure> figures;
  std::vector<Series> series;  // for the plot
};

/// All figures; the seed decides every draw.
Figures measure_figures(const Seed& seed, const FigureSample& sample = {}, const Progress& progress = {});

/// Whether every figure is within its tolerance of what is known.
bool all_agree(const std::vector<Figure>& figures);

/// A line: whether it agrees, id, value, interval, what is known and by whom. The last lines: how many agree.
std::string figure_text(const Figure& figure);
std::string figures_summary(const std::vector<Figure>& figures, const Seed& seed);

/// The table for people, in Markdown; one JSON object, schema "quantcheck-figures/2"; the plot of rate
/// against distortion.
std::string figures_markdown(const Figures& figures, const Seed& seed);
std::string figures_json(const Figures& figures, const Seed& seed);
std::string rate_distortion_svg(const std::vector<Series>& series);

inline constexpr const char* figure_files[] = {"figures.md", "figures.json", "rate_distortion.svg"};

/// Makes the folder `directory` where there is none. Throws Error where it cannot, or cannot write there.
void prepare_folder(const std::string& directory);

/// Writes figure_files, each whole or not at all. Throws Error.
void write_figures(const std::string& directory, const Figures& figures, const Seed& seed);

}  // namespace quantcheck::check::ledger
