#include "station/core/table_scales.h"

#include <algorithm>

namespace bozhong::core {

using domain::Mass;
using domain::ScaleRecord;

TableScales::TableScales(std::vector<ScaleRecord> const& records) {
    for (auto const& record : records) m_watches.emplace_back(record);
    if (m_watches.empty()) m_watches.emplace_back(ScaleRecord{});
}

/// More than a leaf, on a pan whose zero was seen: somebody put a load there.
bool TableScales::takes_over(ScaleWatch const& other) const {
    Pan const& pan = other.pan();
    return pan.zero_seen && pan.refusal == Refusal::none && pan.gross && *pan.gross > other.record().e * 20;
}

TableScales::Seen TableScales::see(ReadingSeen const& seen, bool pan_free,
                                   std::vector<domain::Fact>& facts) {
    std::string const& id = seen.scale.empty() ? in_use().record().id : seen.scale;
    auto const found =
        std::ranges::find_if(m_watches, [&](auto const& watch) { return watch.record().id == id; });
    if (found == m_watches.end()) {
        m_foreign = id;
        in_use().require_zero();
        return Seen::in_use;
    }
    found->see(seen.reading, facts);
    auto const index = static_cast<std::size_t>(found - m_watches.begin());
    if (index == m_current) {
        m_foreign.clear();
        return Seen::in_use;
    }
    if (!pan_free || !takes_over(*found)) return Seen::beside;
    m_current = index;
    return Seen::took_over;
}

void TableScales::link(ScaleLinkChanged const& change, bool goods_on) {
    for (auto& watch : m_watches) {
        bool const ours = change.scale == watch.record().id || (change.scale.empty() && &watch == &in_use());
        if (ours) watch.link(change, goods_on && &watch == &in_use());
    }
}

bool TableScales::choose(std::string const& scale) {
    if (scale.empty() || scale == in_use().record().id) return false;
    auto const found =
        std::ranges::find_if(m_watches, [&](auto const& watch) { return watch.record().id == scale; });
    if (found == m_watches.end()) {
        if (scale != m_foreign) return false;
        ScaleRecord fresh = in_use().record();
        fresh.id = scale;
        fresh.version = 1;
        fresh.serial_number.clear();
        fresh.verified = false;
        // It stands where the other stood.
        in_use() = ScaleWatch(std::move(fresh));
    } else {
        m_current = static_cast<std::size_t>(found - m_watches.begin());
        in_use() = ScaleWatch(in_use().record());
    }
    m_foreign.clear();
    return true;
}

std::string TableScales::better_for(Mass gross) const {
    auto const can = [&](ScaleRecord const& record) {
        return gross >= record.minimum() && gross <= record.max;
    };
    if (can(in_use().record())) return {};
    ScaleWatch const* best = nullptr;
    for (auto const& watch : m_watches) {
        if (!watch.has_pan() || watch.link_state() == LinkState::down || !can(watch.record())) continue;
        if (best == nullptr || watch.record().e < best->record().e) best = &watch;
    }
    return best == nullptr ? std::string() : best->record().id;
}

}  // namespace bozhong::core
