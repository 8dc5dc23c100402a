#pragma once
// The scales of one table. One is in use: what lies on it is the load. Each keeps its own zero guard, so that
// a bag put on the other scale is taken up there at once; while goods lie on one scale the other has nothing
// to say.

#include <string>
#include <vector>

#include "station/core/scale_watch.h"

namespace bozhong::core {

class TableScales {
  public:
    /// The first is in use at start; none is the same as one with default figures.
    explicit TableScales(std::vector<domain::ScaleRecord> const& records);

    enum class Seen {
        beside,    ///< of a scale that is not in use, or of none of this table
        in_use,    ///< of the scale in use
        took_over  ///< of another scale, on which goods were put: it is in use now
    };
    /// `pan_free`: nothing lies or waits on the scale in use. Facts as ScaleWatch::see.
    Seen see(ReadingSeen const& seen, bool pan_free, std::vector<domain::Fact>& facts);
    void link(ScaleLinkChanged const& change, bool goods_on);
    /// A person puts a scale in use: one of the table, or the unknown one that answers at its endpoint, which
    /// is a new record from then on. False when it is neither, or in use already.
    bool choose(std::string const& scale);

    [[nodiscard]] ScaleWatch& in_use() { return m_watches[m_current]; }
    [[nodiscard]] ScaleWatch const& in_use() const { return m_watches[m_current]; }
    [[nodiscard]] ScaleWatch* operator->() { return &in_use(); }
    [[nodiscard]] ScaleWatch const* operator->() const { return &in_use(); }
    [[nodiscard]] std::vector<ScaleWatch> const& all() const { return m_watches; }
    /// The id an unknown scale gave; empty while every reading is of a scale known here.
    [[nodiscard]] std::string const& foreign() const { return m_foreign; }
    /// Another scale of the table that can weigh so much when the one in use cannot; the finest one, empty
    /// when none.
    [[nodiscard]] std::string better_for(domain::Mass gross) const;

  private:
    [[nodiscard]] bool takes_over(ScaleWatch const& other) const;

    std::vector<ScaleWatch> m_watches;
    std::size_t m_current = 0;
    std::string m_foreign;
};

}  // namespace bozhong::core
