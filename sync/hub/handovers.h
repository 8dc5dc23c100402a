#pragma once
// Documents that the order platform and the warehouse hand over to each other (docs/integrating.md): receipts and
// returns bring goods, outbounds and shipments are about orders. A document goes open -> confirmed | cancelled, is
// changed only while it is open, and asked for again with the same words it is the same document. Inside
// Hub::write(). One thread.

#include "sync/hub/hub.h"
#include "sync/wire/handovers.h"

namespace bozhong::hub {

enum class HandoverKind { receipt, goods_return, outbound, shipment };

class Handovers {
  public:
    static constexpr std::size_t lines_max = 5'000;   ///< of one receipt or return
    static constexpr std::size_t orders_max = 2'000;  ///< of one outbound or shipment

    Handovers(Hub& hub, std::string warehouse, Author author)
        : m_hub(hub), m_warehouse(std::move(warehouse)), m_author(std::move(author)) {}

    Result<wire::Handover> put(HandoverKind kind, std::string const& number, wire::GoodsRequest const& request);
    Result<wire::Handover> put(HandoverKind kind, std::string const& number, wire::LeavingRequest const& request);
    /// Goods: every announced line is named once. What has come is on the floor from here on.
    Result<wire::Handover> confirm(HandoverKind kind, std::string const& number, wire::GoodsConfirm const& come);
    /// An outbound is ready, a shipment leaves, when each of its orders is closed; a shipment ships them.
    Result<wire::Handover> confirm(HandoverKind kind, std::string const& number);
    Result<wire::Handover> cancel(HandoverKind kind, std::string const& number, std::string const& reason);
    Result<wire::Handover> read(HandoverKind kind, std::string const& number);
    /// Of one business day; of one product when `sku` is not empty.
    Result<wire::Stock> stock(std::string const& business_date, std::string const& sku);

  private:
    struct Stored;
    std::optional<Stored> find(HandoverKind kind, std::string const& number);
    Result<wire::Handover> keep(HandoverKind kind, std::string const& number, std::string const& business_date,
                                std::string const& content);
    void end(HandoverKind kind, std::string const& number, std::string const& state, std::string const& confirmed,
             std::string const& reason);
    Status check_orders(HandoverKind kind, std::string const& number, wire::LeavingRequest const& request);
    std::optional<domain::Error> not_ready(std::string const& order_no);
    wire::Handover shown(HandoverKind kind, Stored const& stored);
    void show_orders(wire::Handover& out);

    Hub& m_hub;
    std::string m_warehouse;
    Author m_author;
};

}  // namespace bozhong::hub
