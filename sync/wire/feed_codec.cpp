#include "sync/wire/feed_codec.h"

#include <utility>

#include "sync/wire/archive.h"

namespace bozhong::wire {
namespace {

using domain::Error, domain::ErrorKind, domain::FeedFact, domain::Result;

struct Kind {
    std::string operator()(domain::TaskGiven const&) const { return "task"; }
    std::string operator()(domain::TaskTaken const&) const { return "task_taken"; }
    std::string operator()(domain::PersonGiven const&) const { return "person"; }
    std::string operator()(domain::LotGiven const&) const { return "lot"; }
    std::string operator()(domain::DecisionGiven const&) const { return "decision"; }
    std::string operator()(domain::BagTask const&) const { return "bag_task"; }
    std::string operator()(domain::FeedRestarted const&) const { return "restarted"; }
    std::string operator()(domain::UnknownFeed const& fact) const { return fact.kind; }
};

template <class T>
Result<FeedFact> decode_as(boost::json::object const& object, domain::FeedItem const& item) {
    Reader reader(object);
    T fact;
    fields(reader, fact);
    if (reader.wrong().empty()) return FeedFact{std::move(fact)};
    return Error{ErrorKind::bad_input,
                 "the field \"" + reader.wrong() + "\" of a " + item.kind + " is missing or wrong",
                 "feed position " + std::to_string(item.position), ""};
}

}  // namespace

FeedBody encode_feed(FeedFact const& fact) {
    Writer writer;
    writer("v", 1);
    std::visit([&](auto const& f) { fields(writer, f); }, fact);
    return {std::visit(Kind{}, fact), boost::json::serialize(writer.take())};
}

Result<FeedFact> decode_feed(domain::FeedItem const& item) {
    auto object = parse_object(item.body, "feed position " + std::to_string(item.position));
    if (!object) return object.error();
    if (item.kind == "task") return decode_as<domain::TaskGiven>(*object, item);
    if (item.kind == "task_taken") return decode_as<domain::TaskTaken>(*object, item);
    if (item.kind == "person") return decode_as<domain::PersonGiven>(*object, item);
    if (item.kind == "lot") return decode_as<domain::LotGiven>(*object, item);
    if (item.kind == "decision") return decode_as<domain::DecisionGiven>(*object, item);
    if (item.kind == "bag_task") return decode_as<domain::BagTask>(*object, item);
    if (item.kind == "restarted") return decode_as<domain::FeedRestarted>(*object, item);
    return FeedFact{domain::UnknownFeed{item.kind}};
}

}  // namespace bozhong::wire
