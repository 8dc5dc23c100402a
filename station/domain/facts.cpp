#include "station/domain/task_facts.h"

namespace bozhong::domain {
namespace {

struct Name {
    std::string operator()(Started const&) const { return "started"; }
    std::string operator()(SignedIn const&) const { return "signed_in"; }
    std::string operator()(SignedOut const&) const { return "signed_out"; }
    std::string operator()(SignInFailed const&) const { return "sign_in_failed"; }
    std::string operator()(Weighed const&) const { return "weighed"; }
    std::string operator()(Counted const&) const { return "counted"; }
    std::string operator()(Shorted const&) const { return "shorted"; }
    std::string operator()(ShortUndone const&) const { return "short_undone"; }
    std::string operator()(Voided const&) const { return "voided"; }
    std::string operator()(TaskEnded const&) const { return "task_ended"; }
    std::string operator()(TaskReopened const&) const { return "task_reopened"; }
    std::string operator()(Skipped const&) const { return "skipped"; }
    std::string operator()(Released const&) const { return "released"; }
    std::string operator()(LotChanged const&) const { return "lot_changed"; }
    std::string operator()(LabelQueued const&) const { return "label_queued"; }
    std::string operator()(LabelMoved const&) const { return "label_state"; }
    std::string operator()(LabelHandwritten const&) const { return "label_handwritten"; }
    std::string operator()(ScaleZeroed const&) const { return "scale_zeroed"; }
    std::string operator()(ScaleTared const&) const { return "scale_tared"; }
    std::string operator()(ScaleChanged const&) const { return "scale_changed"; }
    std::string operator()(CheckWeighed const&) const { return "check_weighed"; }
    std::string operator()(SettingsChanged const&) const { return "settings_changed"; }
    std::string operator()(ClockJumped const&) const { return "clock_jumped"; }
    std::string operator()(StorageLow const&) const { return "storage_low"; }
    std::string operator()(FaultSeen const&) const { return "fault"; }
    std::string operator()(UnknownFact const& fact) const { return fact.type; }
};

}  // namespace

TaskFacts task_facts(SortTask const& task, std::int64_t feed_position) {
    TaskFacts facts{.line = task.line, .warehouse = task.warehouse, .business_date = task.business_date};
    facts.wave = task.wave;
    facts.version = task.version;
    facts.assignment = task.assignment;
    facts.feed_position = feed_position;
    facts.sku = task.sku;
    facts.product = task.product;
    facts.category = task.category;
    facts.customer_code = task.customer_code;
    facts.customer = task.customer;
    facts.route = task.route;
    facts.driver = task.driver;
    facts.tote = task.tote;
    facts.note = task.note;
    facts.details = task.details;
    facts.ordered = task.ordered;
    return facts;
}

std::string type_name(Fact const& fact) {
    return std::visit(Name{}, fact);
}

}  // namespace bozhong::domain
