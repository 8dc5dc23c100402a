#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "config/hub_settings.h"
#include "config/station_settings.h"

namespace {

using namespace bozhong;
using testing::HasSubstr;

std::string const sample_dir = BOZHONG_SOURCE_DIR "/config/";

std::string slurp(std::string const& path) {
    std::ifstream in(path);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::string const least =
    "id = \"T1\"\n[[scale]]\nid = \"s\"\nprotocol = \"stgs\"\nendpoint = \"tcp:127.0.0.1:4001\"\n";

std::string station_error(std::string const& text) {
    auto const read = config::parse_station(text, "station.toml");
    return read.ok() ? "no error" : read.error().text();
}
std::string hub_error(std::string const& text) {
    auto const read = config::parse_hub(text, "hub.toml");
    return read.ok() ? "no error" : read.error().text();
}

TEST(StationSettings, TheCommentedSampleLoads) {
    auto const settings = config::load_station(sample_dir + "station.toml");
    ASSERT_TRUE(settings.ok()) << settings.error().text();
    EXPECT_EQ(settings->id, "T03");
    EXPECT_EQ(settings->hub_url, "http://127.0.0.1:7400");
    EXPECT_EQ(settings->journal, sample_dir + "journal.db");
    EXPECT_EQ(settings->credentials, sample_dir + "credentials.toml");
    ASSERT_EQ(settings->scales.size(), 1u);
    EXPECT_EQ(settings->scales[0].e, domain::grams(5));
    EXPECT_EQ(settings->scales[0].max, domain::grams(15'000));
    EXPECT_EQ(settings->scales[0].unit, "kg");
    ASSERT_EQ(settings->printers.size(), 1u);
    EXPECT_EQ(settings->printers[0].endpoint, "usb:auto");
}

TEST(StationSettings, AProtocolMayBeAFileBesideTheSettings) {
    auto const settings = config::parse_station(
        "id = \"T1\"\n[[scale]]\nid = \"s\"\nprotocol = \"own.toml\"\nendpoint = \"tcp:127.0.0.1:4001\"\n",
        "/etc/bozhong/station.toml", {{"stgs"}, {}});
    ASSERT_TRUE(settings.ok()) << settings.error().text();
    EXPECT_EQ(settings->scales.at(0).protocol, "/etc/bozhong/own.toml");
}

TEST(StationSettings, AnUnknownProtocolOrProfileIsNamedWithItsLine) {
    std::string const text = slurp(sample_dir + "station.toml");
    auto const scale = config::parse_station(text, "station.toml", {{"some_scale"}, {}});
    ASSERT_FALSE(scale.ok());
    EXPECT_THAT(scale.error().text(), HasSubstr("protocol"));
    EXPECT_THAT(scale.error().text(), HasSubstr("one of some_scale"));
    auto const printer = config::parse_station(text, "station.toml", {{}, {"some_printer"}});
    ASSERT_FALSE(printer.ok());
    EXPECT_THAT(printer.error().text(), HasSubstr("profile"));
}

/// Every "# key = value" of a sample is what stands there when the comment mark is taken off.
std::string uncommented(std::string const& text) {
    return std::regex_replace(text, std::regex("(^|\n)# (\\[?[a-z_]+\\]?( = |(?=\n)))"), "$1$2");
}

TEST(StationSettings, TheCommentsOfTheSampleAreItsDefaults) {
    auto const plain = config::parse_station(slurp(sample_dir + "station.toml"), "x/station.toml");
    std::string const all = uncommented(slurp(sample_dir + "station.toml"));
    EXPECT_THAT(all, HasSubstr("\nidle_lock_s = 600"));
    auto full = config::parse_station(all, "x/station.toml");
    ASSERT_TRUE(full.ok()) << full.error().text();
    EXPECT_EQ(full->hub_ca, "x/hub-ca.pem");
    EXPECT_EQ(full->name, plain->name);
    EXPECT_EQ(full->warehouse, plain->warehouse);
    EXPECT_EQ(full->journal, plain->journal);
    EXPECT_EQ(full->credentials, plain->credentials);
    EXPECT_EQ(full->log_dir, plain->log_dir);
    EXPECT_EQ(full->language, plain->language);
    EXPECT_EQ(full->theme, plain->theme);
    EXPECT_EQ(full->idle_lock_s, plain->idle_lock_s);
    EXPECT_EQ(full->people_age_max_h, plain->people_age_max_h);
    EXPECT_EQ(full->utc_offset_minutes, plain->utc_offset_minutes);
    EXPECT_EQ(full->hands_free, plain->hands_free);
    EXPECT_EQ(full->manual_entry, plain->manual_entry);
    EXPECT_EQ(full->label_template, plain->label_template);
    EXPECT_EQ(full->scales, plain->scales);
}

char const* const every_key = R"(
id = "T9"
name = "九号台"
warehouse = "north"
hub_url = "https://hub.example:7443"
journal = "/data/j.db"
credentials = "/data/c.toml"
log_dir = "logs"
language = "en"
theme = "light"
panel_width_mm = 345
idle_lock_s = 0
utc_offset_minutes = -60
hands_free = false
manual_entry = false
label_template = "40x30"
[[scale]]
id = "a"
version = 3
protocol = "mt_sics"
endpoint = "serial:/dev/ttyS0?9600,8N1"
class = "II"
e = "0.1 斤"
d = "10 g"
max = "30 kg"
minimum_factor = 50
verified = true
serial_number = "B1"
firmware = "2.1"
calibration_counter = 7
configuration_counter = 8
next_verification = "2027-01-31"
unit = "斤"
display_period_ms = 200
expected_interval_ms = 50
stability = "flag+time"
sends_tare_command = true
check_every_hours = 12
check_blocks = true
[[scale]]
id = "b"
protocol = "stgs"
endpoint = "tcp:10.0.0.2:4001"
[[printer]]
endpoint = "tcp:10.0.0.3:9100"
profile = "escpos"
)";

TEST(StationSettings, EveryKeyIsRead) {
    auto const settings = config::parse_station(every_key, "/etc/bozhong/station.toml");
    ASSERT_TRUE(settings.ok()) << settings.error().text();
    EXPECT_EQ(settings->name, "九号台");
    EXPECT_EQ(settings->language, config::Language::english);
    EXPECT_EQ(settings->theme, config::Theme::light);
    EXPECT_EQ(settings->journal, "/data/j.db");
    EXPECT_EQ(settings->log_dir, "/etc/bozhong/logs");
    EXPECT_EQ(settings->utc_offset_minutes, -60);
    EXPECT_FALSE(settings->hands_free);
    EXPECT_FALSE(settings->manual_entry);
    domain::ScaleRecord const expected{"a",
                                       3,
                                       "mt_sics",
                                       "serial:/dev/ttyS0?9600,8N1",
                                       "II",
                                       domain::grams(50),
                                       domain::grams(10),
                                       domain::grams(30'000),
                                       50,
                                       true,
                                       "B1",
                                       "2.1",
                                       7,
                                       8,
                                       "2027-01-31",
                                       "斤",
                                       false,
                                       domain::milliseconds(200),
                                       domain::milliseconds(50),
                                       domain::StabilityRule::flag_and_time,
                                       true,
                                       12,
                                       true};
    EXPECT_EQ(settings->scales.at(0), expected);
    EXPECT_EQ(settings->scales.at(1).id, "b");
    EXPECT_EQ(settings->printers.at(0).id, "printer");
}

TEST(StationSettings, TheFirstRuleThatFitsALabelChoosesItsTemplate) {
    auto const settings = config::parse_station(
        least +
            "[[label]]\nkind = \"tote\"\ntemplate = \"tote-60x40\"\n[[label]]\ncustomer = \"D-0*\"\nproduct "
            "= "
            "\"香葱\"\ntemplate = \"40x30\"\n[[label]]\ncustomer = \"D-*\"\ntemplate = \"80x50\"\n",
        "station.toml");
    ASSERT_TRUE(settings.ok()) << settings.error().text();
    auto const chosen = [&](char const* kind, char const* customer, char const* product) {
        domain::LabelContent content;
        content.kind = kind;
        content.customer_code = customer;
        content.product = product;
        return config::template_for(*settings, content);
    };
    EXPECT_EQ(chosen("item", "D-038", "香葱"), "40x30");
    EXPECT_EQ(chosen("item", "D-138", "香葱"), "80x50");
    EXPECT_EQ(chosen("item", "D-038", "苋菜"), "80x50");
    EXPECT_EQ(chosen("item", "A-001", "香葱"), "60x40");
    EXPECT_EQ(chosen("tote", "D-038", "香葱"), "tote-60x40");
}

TEST(StationSettings, APrintersPaperIsHeldWithinLimits) {
    std::string const printer = least + "[[printer]]\nendpoint = \"usb:auto\"\nprofile = \"tspl_203\"\n";
    auto const settings =
        config::parse_station(printer + "gap_mm = 3\nspeed = 6\ndensity = 12\n", "station.toml");
    ASSERT_TRUE(settings.ok()) << settings.error().text();
    EXPECT_EQ(settings->printers.at(0).gap_mm, 3);
    EXPECT_EQ(settings->printers.at(0).speed, 6);
    EXPECT_EQ(settings->printers.at(0).density, 12);
    for (auto const* wrong : {"gap_mm = 21\n", "speed = 0\n", "density = 16\n"})
        EXPECT_FALSE(config::parse_station(printer + wrong, "station.toml").ok()) << wrong;
}

struct Bad {
    std::string text;
    std::vector<std::string> says;
};

TEST(StationSettings, EveryErrorNamesFileLineKeyAndWhatWasExpected) {
    std::vector<Bad> const all{
        {"", {"station.toml", "id is missing"}},
        {"id = \"T1\"\n", {"scale is missing", "[[scale]]"}},
        {"id = 7\n", {"station.toml:1", "id is a whole number", "a text"}},
        {"id = \"\"\n" + least.substr(10), {"station.toml:1", "id is empty"}},
        {"id = \"" + std::string(65, 'x') + "\"\n", {"station.toml:1", "at most 64 bytes"}},
        {"idle_lok_s = 5\n" + least,
         {"station.toml:1", "idle_lok_s is not a setting", "did you mean idle_lock_s?"}},
        {"qqqqqqqqqq = 5\n" + least, {"qqqqqqqqqq is not a setting", "commented sample"}},
        {least + "protokol = \"x\"\n", {"station.toml:6", "scale[1].protokol", "did you mean protocol?"}},
        {"idle_lock_s = 86401\n" + least, {"station.toml:1", "idle_lock_s is 86401", "from 0 to 86400"}},
        {"idle_lock_s = 1.5\n" + least, {"idle_lock_s is a number with a point"}},
        {"hands_free = \"yes\"\n" + least, {"hands_free is a text", "true or false"}},
        {"language = \"fr\"\n" + least, {"language is \"fr\"", "\"zh\", \"en\""}},
        {"hub_url = \"hub.example\"\n" + least, {"hub_url", "https://"}},
        {least + "e = 5\n", {"scale[1].e is a whole number", "a mass in quotes"}},
        {least + "e = \"5\"\n", {"scale[1].e is \"5\"", "a mass in quotes"}},
        {least + "e = \"5 parsecs\"\n", {"scale[1].e is \"5 parsecs\""}},
        {least + "max = \"20 g\"\n", {"scale[1].max is below 20 e"}},
        {least + "unit = \"box\"\n", {"scale[1].unit", "a unit of mass"}},
        {least + "endpoint = \"x\"\n", {"station.toml:6", "not TOML"}},
        {"id = \"T1\"\n[[scale]]\nid = \"s\"\nprotocol = \"p\"\nendpoint = \"com3\"\n",
         {"station.toml:5", "serial:"}},
        {"id = \"T1\"\nscale = 5\n", {"station.toml:2", "scale is a whole number", "[[scale]]"}},
        {least + least.substr(10), {"the id \"s\" twice"}},
        {least + "[[printer]]\nendpoint = \"usb:auto\"\n", {"printer[1].profile is missing"}},
        {"id = \"T1\n", {"station.toml:1", "not TOML"}},
    };
    for (auto const& bad : all)
        for (auto const& part : bad.says) EXPECT_THAT(station_error(bad.text), HasSubstr(part)) << bad.text;
    EXPECT_EQ(station_error(least), "no error");
}

TEST(StationSettings, AFileThatIsNotThereSaysSo) {
    auto const none = config::load_station("no/such/station.toml");
    ASSERT_FALSE(none.ok());
    EXPECT_THAT(none.error().text(), HasSubstr("no/such/station.toml"));
    EXPECT_FALSE(config::load_station(sample_dir).ok()) << "a folder";
}

TEST(HubSettings, TheCommentedSampleLoadsAndItsCommentsAreTheDefaults) {
    auto const plain = config::load_hub(sample_dir + "hub.toml");
    ASSERT_TRUE(plain.ok()) << plain.error().text();
    EXPECT_EQ(plain->host, "127.0.0.1");
    EXPECT_EQ(plain->port, 7400);
    EXPECT_EQ(plain->dir, sample_dir + "hub");
    EXPECT_FALSE(plain->tls());
    auto const full = config::parse_hub(uncommented(slurp(sample_dir + "hub.toml")), "x/hub.toml");
    ASSERT_TRUE(full.ok()) << full.error().text();
    EXPECT_EQ(full->certificate, "x/hub.pem");
    EXPECT_EQ(full->limits.connections, plain->limits.connections);
    EXPECT_EQ(full->limits.requests_per_minute, plain->limits.requests_per_minute);
    EXPECT_EQ(full->limits.body_kib, plain->limits.body_kib);
    EXPECT_EQ(full->limits.page_rows, plain->limits.page_rows);
    EXPECT_EQ(full->limits.feed_wait_s, plain->limits.feed_wait_s);
    EXPECT_EQ(full->limits.orders_lines, plain->limits.orders_lines);
    EXPECT_EQ(full->business_day_starts_minute, plain->business_day_starts_minute);
    EXPECT_EQ(plain->webhook.url, "") << "nothing is pushed that nobody asked for";
    EXPECT_EQ(full->webhook.url, "https://orders.example/bozhong");
    EXPECT_EQ(full->webhook.ca, "x/orders-ca.pem");
    EXPECT_EQ(full->webhook.timeout_s, plain->webhook.timeout_s);
}

TEST(HubSettings, ErrorsAndTheRuleOfLoopback) {
    EXPECT_THAT(hub_error("listen = \"0.0.0.0:7400\"\ndir = \"d\"\n"),
                HasSubstr("hub.toml:1: listen is \"0.0.0.0\" without TLS"));
    EXPECT_EQ(hub_error("listen = \"[::1]:7400\"\ndir = \"d\"\n"), "no error");
    EXPECT_EQ(hub_error("listen = \"0.0.0.0:7443\"\ndir = \"d\"\n[tls]\ncertificate = \"c\"\nkey = \"k\"\n"),
              "no error");
    EXPECT_THAT(hub_error("listen = \"7400\"\ndir = \"d\"\n"), HasSubstr("HOST:PORT"));
    EXPECT_THAT(hub_error("listen = \"h:99999\"\ndir = \"d\"\n"), HasSubstr("HOST:PORT"));
    EXPECT_THAT(hub_error("listen = \"127.0.0.1:80x\"\ndir = \"d\"\n"), HasSubstr("HOST:PORT"));
    EXPECT_THAT(hub_error("dir = \"d\"\n[tls]\nkey = \"k\"\n"), HasSubstr("tls.certificate is missing"));
    EXPECT_THAT(hub_error("dir = \"d\"\n[limits]\nconections = 5\n"), HasSubstr("did you mean connections?"));
    EXPECT_THAT(hub_error("dir = \"d\"\n[limits]\nconnections = 0\n"),
                HasSubstr("hub.toml:3: limits.connections is 0"));
    EXPECT_THAT(hub_error("dir = \"d\"\n[webhook]\ntimeout_s = 5\n"), HasSubstr("webhook.url is missing"));
    EXPECT_THAT(hub_error("dir = \"d\"\n[webhook]\nurl = \"https://x\"\ntimeout_s = 61\n"),
                HasSubstr("webhook.timeout_s is 61"));
    EXPECT_THAT(hub_error(""), HasSubstr("dir is missing"));
}

TEST(Settings, HostileTextIsAnErrorNotACrash) {
    std::string const good = slurp(sample_dir + "station.toml");
    for (std::size_t size = 0; size < good.size(); size += 7) (void)station_error(good.substr(0, size));
    EXPECT_NE(station_error(std::string(200'000, '[')), "no error");
    EXPECT_NE(station_error("id = \"\\u0000\"\n"), "no error");
    EXPECT_NE(station_error("a.b.c.d = {e = [1, {f = 2}]}\n"), "no error");
}

}  // namespace
