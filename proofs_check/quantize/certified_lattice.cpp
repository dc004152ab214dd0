#include <quantcheck/proofs_check/quantize/certified_lattice.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <variant>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/cases/coded_block.h>
#include <quantcheck/proofs_check/certified/lattice/block_columns.h>
#include <quantcheck/proofs_check/certified/lattice/rows_in_double.h>
#include <quantcheck/proofs_check/exact/lattice/unclear.h>
#include <quantcheck/proofs_check/exact/row_chunks.h>
#include <quantcheck/proofs_check/quantize/lattice_sweep.h>

namespace quantcheck::check {

namespace {

class LatticeFinder {
 public:
  LatticeFinder(LatticeCase& c, const FactoredLattice& lattice, const Progress& progress)
      : c_(c),
        lattice_(lattice),
        scheme_(scheme_of(c)),
        progress_(progress),
        groups_(lattice_groups(lattice.factor)),
        product_(lattice.layer.c, lattice.layer.hypothesis, lattice.factor),
        sweep_(lattice.factor) {}

  CertifiedLatticeCodes run() && {
    for_chunks(c_.rows, c_.cols, [&](const std::vector<Index>& rows) {
      if (progress_) progress_("quantizing rows", rows.front(), c_.rows);
      std::vector<RestOfRow> rests;
      rests.reserve(rows.size());
      for (const Index row : rows) rests.push_back({row, 0});
      sweep_.encode(c_, rests);
      while (!rests.empty()) {
        if (progress_) progress_("certifying codes", rows.front(), c_.rows);
        rests = next(std::move(rests));
      }
    });
    return {true, in_range_, assumed_ties_};
  }

 private:
  // A block of a row where the codes that are certain end.
  struct Stop {
    std::optional<RestOfRow> open;     // at a block whose target in double does not tell
    std::optional<RestOfRow> changed;  // behind a block whose code was not right
  };

  // Certifies blocks of the rows from those steps on. Returns the rests that are not certain yet.
  std::vector<RestOfRow> next(std::vector<RestOfRow> rests) {
    std::vector<Index> rows;
    rows.reserve(rests.size());
    for (const RestOfRow& rest : rests) rows.push_back(rest.row);
    const RowsInDouble in_double(lattice_, groups_, std::move(rows));
    std::vector<Stop> stops(rests.size());
    for (Index k = 0; k < in_double.count(); ++k) in_range_ = in_range_ && in_double.is_usable(k);
    if (!in_range_) return {};
    std::vector<std::exception_ptr> failures(rests.size());
    optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(rests), [&](Index k) {
      try {
        stops[k] = certified(rests[k], in_double, k);
      } catch (const Error&) {
        failures[k] = std::current_exception();
      }
    });
    for (const std::exception_ptr& failure : failures)
      if (failure) std::rethrow_exception(failure);
    std::vector<RestOfRow> changed;
    std::vector<RestOfRow> open;
    for (const Stop& stop : stops) {
      if (stop.changed) changed.push_back(*stop.changed);
      if (stop.open) open.push_back(*stop.open);
    }
    std::vector<RestOfRow> left = changed;
    for (const RestOfRow& rest : settled(std::move(open), changed)) left.push_back(rest);
    sweep_.encode(c_, changed);
    return left;
  }

  Stop certified(RestOfRow rest, const RowsInDouble& rows, Index k) {
    const BlockCompensations compensations = rows.compensations(k);
    for (; rest.step < c_.blocks(); ++rest.step) {
      try {
        if (takes(rest, clearly_encoded(scheme_, rows.target(k, rest.step, compensations))))
          return {{}, RestOfRow{rest.row, rest.step + 1}};
      } catch (const Unclear&) {
        return {rest, {}};
      }
    }
    return {};
  }

  // Stores what a block is encoded to. Returns whether that is a change.
  bool takes(const RestOfRow& at, const EncodedBlock& encoded) {
    const Index block = c_.block_at(at.step);
    const CodedBlock before = coded_block(c_, {at.row, block});
    if (before.code == encoded.code && before.beta_index == encoded.beta_index) return false;
    store_block(c_, at.row, block, encoded);
    return true;
  }

  // Settles the blocks at which the rests begin, by refined columns. Returns what is left of the rows where
  // nothing changed, and adds what is left of the others to `changed`.
  std::vector<RestOfRow> settled(std::vector<RestOfRow> open, std::vector<RestOfRow>& changed) {
    std::ranges::sort(open, {}, &RestOfRow::step);
    std::vector<RestOfRow> left;
    std::optional<BlockColumns> columns;
    Index step = -1;
    for (const RestOfRow& rest : open) {
      if (rest.step != step) columns.emplace(lattice_, product_, rest.step, budget_);
      step = rest.step;
      const RestOfRow after{rest.row, rest.step + 1};
      if (takes(rest, encoded_from(*columns, rest.row))) changed.push_back(after);
      left.push_back(after);
    }
    return left;
  }

  EncodedBlock encoded_from(BlockColumns& columns, Index row) {
    try {
      return clearly_encoded(scheme_, columns.in_pairs(row, {}));
    } catch (const Unclear&) {
    }
    try {
      return clearly_encoded(scheme_, columns.by_products(row, {}));
    } catch (const Unclear&) {
    }
    BlockTarget target = columns.by_solutions(row, {});
    try {
      return clearly_encoded(scheme_, target);
    } catch (const Unclear&) {
    }
    ++assumed_ties_;
    target.error = 0;
    return clearly_encoded(scheme_, target);
  }

  LatticeCase& c_;
  const FactoredLattice& lattice_;
  const LatticeScheme scheme_;
  const Progress& progress_;
  Budget budget_{most_budget_times};
  const std::vector<FactorGroup> groups_;
  const HessianProduct product_;
  const LatticeSweep sweep_;
  bool in_range_ = true;
  Index assumed_ties_ = 0;
};

}  // namespace

CertifiedLatticeCodes certified_lattice_codes(LatticeCase& c, const Progress& progress) {
  const HessianLayer layer = hessian_layer(c);
  if (progress) progress("factoring the hessian", 0, 1);
  const auto factor = certified_factor(layer.c, layer.hypothesis);
  const auto* certified = std::get_if<CertifiedFactor>(&factor);
  if (certified == nullptr) return {};
  return LatticeFinder(c, {c, layer, *certified}, progress).run();
}

}  // namespace quantcheck::check
