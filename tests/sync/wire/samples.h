#pragma once
// One well-filled fact of every type, for the tests of codec and journal.

#include <vector>

#include "station/domain/facts.h"
#include "station/domain/feed.h"

namespace bozhong::samples {

inline domain::Stamp stamp() {
    return {{1'763'691'654'123}, true, "p7", 0};
}

inline domain::TaskFacts task_facts(std::string order = "SO-1", std::string line = "3") {
    domain::TaskFacts t;
    t.line = {std::move(order), std::move(line)};
    t.warehouse = "w1";
    t.business_date = "2026-11-21";
    t.wave = "早班";
    t.version = 2;
    t.assignment = 3;
    t.feed_position = 41;
    t.sku = "10045";
    t.product = "上海青";
    t.category = "叶菜";
    t.customer_code = "A-017";
    t.customer = "\"老王\"\n饭店";
    t.route = "R2";
    t.driver = "李";
    t.tote = "T9";
    t.note = "要嫩的";
    t.details = {.spec = "一级", .price = "3.50"};
    t.ordered = {{400, 2}, "斤"};
    t.lot = "L-8";
    t.bag = 1;
    t.bags = 2;
    return t;
}

inline domain::Weighed weighed(std::string order = "SO-1", std::string line = "3",
                               std::int64_t net_mg = 2'025'000) {
    domain::Weighed w;
    w.task = task_facts(std::move(order), std::move(line));
    w.gross = {net_mg + 12'000};
    w.net = {net_mg};
    w.tares = {{domain::TareKind::preset, "袋", {12'000}}};
    w.indication = {"2.037", "kg"};
    w.shown = domain::WeightKind::gross;
    w.scale = "s1";
    w.scale_version = 4;
    w.stability = "flag";
    w.trigger = "key";
    w.zone = domain::Zone::amber_over;
    w.profile = "default";
    w.below_min = true;
    w.released_by = 17;
    w.person = "p7";
    w.person_name = "张";
    w.settled = "4.05";
    w.settle_unit = "斤";
    w.mode = "normal";
    return w;
}

inline std::vector<domain::Fact> every_fact() {
    using namespace domain;
    return {
        Started{
            "bozhong 0.1.0", "ab12", "boot", "install", "00ff00ff00ff00ff", "cd34", 99, "good", {"hub:99"}},
        SignedIn{"p7", "张", "badge", {"capture", "correct_own"}},
        SignedOut{"p7", "idle"},
        SignInFailed{"p7", "pin", 3},
        weighed(),
        Counted{task_facts(), 4, "key", "p7", "张"},
        Shorted{{"SO-1", "3"}, "1.50", "斤", "没货", "p7"},
        ShortUndone{{"SO-1", "3"}, 12, "p7"},
        Voided{13, {"SO-1", "3"}, "undo", "p7", "p1"},
        TaskEnded{{"SO-1", "3"}, "够了", "p7"},
        TaskReopened{{"SO-1", "3"}, "more", "p7"},
        Skipped{{"SO-1", "3"}, "p7"},
        Released{{"SO-1", "3"}, "red_over", 18'446'744'073'709'551'615U, {5'000'000}, "p1", "ok"},
        LotChanged{"10045", "L-9", "L-8", "p7"},
        LabelQueued{14, "60x40", 2, 1},
        LabelMoved{15, LabelState::voided, "gs_r", "usb:auto", "paper out"},
        LabelHandwritten{15, "A-017", "p7"},
        ScaleZeroed{"s1", true, "d", "p7"},
        ScaleTared{"s1", true, "d", "p7"},
        ScaleChanged{"s1", "firmware", "1", "2"},
        CheckWeighed{"s1", {1'000'000}, {1'000'500}, true, "p7"},
        SettingsChanged{"silent_after_ms", "500", "600", "p1"},
        ClockJumped{{1'763'691'654'123}, {0}},
        StorageLow{123'456'789'012},
        FaultSeen{"scale", "silent", "no frame for 600 ms"}};
}

inline domain::SortTask sort_task(std::string order = "SO-1", std::string line = "3") {
    domain::SortTask t;
    t.warehouse = "w1";
    t.business_date = "2026-11-21";
    t.wave = "早班";
    t.line = {std::move(order), std::move(line)};
    t.version = 2;
    t.assignment = 3;
    t.station = "T03";
    t.standing = domain::TaskStanding::held;
    t.sku = "10045";
    t.product = "上海青";
    t.category = "叶菜";
    t.kind = domain::TaskKind::counted;
    t.ordered = {{4, 0}, "份"};
    t.customer_code = "A-017";
    t.customer = "老王饭店";
    t.route = "R2";
    t.driver = "李";
    t.tote = "T9";
    t.note = "要嫩的";
    t.details = {.spec = "一级", .price = "3.50"};
    t.position = 17;
    t.tolerance.name = "strict";
    t.tolerance.green_over = {10, domain::grams(20)};
    t.tolerance.pick = domain::Pick::stricter;
    return t;
}

inline std::vector<domain::FeedFact> every_feed_fact() {
    using namespace domain;
    Person person{"p7",          "张", Role::supervisor, {Right::capture, Right::release_red}, "B77",
                  "$argon2id$x", false};
    return {TaskGiven{sort_task()}, TaskTaken{{"SO-1", "3"}, "moved", "T04"}, PersonGiven{person},
            LotGiven{"10045", "L-8"},
            DecisionGiven{{"T03", "00ff00ff00ff00ff", 12}, {"SO-1", "3"}, "keep_first", "twice", "p1"},
            BagTask{.bag = {"T03", "00ff00ff00ff00ff", 12}, .line = {"SO-1", "3"}, .kind = "take_out", .open = true,
                    .ordered = {{4, 0}, "斤"}, .in_bag = 2'500'000, .keep = 2'000'000, .take = 500'000,
                    .product = "上海青", .customer_code = "A-017", .tote = "T9"},
            BagTask{.bag = {"T03", "00ff00ff00ff00ff", 13}, .line = {"SO-1", "3"}, .kind = "relabel", .open = true,
                    .ordered = {{4, 0}, "斤"}, .customer_code = "A-018",
                    .names = {"A-018", "老李饭店", "R3", "李", "T10"}}};
}

}  // namespace bozhong::samples
