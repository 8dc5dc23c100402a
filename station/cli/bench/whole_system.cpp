#include "station/cli/bench/whole_system.h"

#include <sys/stat.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "station/cli/bench/samples.h"
#include "station/journal/journal.h"
#include "sync/client/http.h"

namespace bozhong::cli::bench {

using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

domain::Error late(std::string const& what, std::string const& where) {
    return {domain::ErrorKind::timeout, what, where, "its log says more"};
}

std::string field(std::string const& line, char const* key) {
    boost::system::error_code error;
    auto const value = json::parse(line, error);
    auto const* found = error || !value.is_object() ? nullptr : value.get_object().if_contains(key);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

/// 83 weighings with label and its state, 250 facts with the last.
std::vector<domain::Fact> batch(int first, int open_after, domain::Seq head) {
    std::vector<domain::Fact> facts;
    for (int k = 0; k < 83; ++k) {
        // Every 33rd is of this wave until its first half is done, the others are of waves that are gone.
        int const number = first + k;
        bool const this_wave = number % 33 == 0 && number / 33 < open_after;
        auto weighed = nth_weighed(number / 33);
        if (!this_wave) weighed.task.line = {"W0-" + std::to_string(number), "1"};
        facts.emplace_back(weighed);
        facts.emplace_back(domain::LabelQueued{0, "60x40", 1, 0});
        facts.emplace_back(
            domain::LabelMoved{head + facts.size(), domain::LabelState::printed, "gs_r", "printer", ""});
    }
    facts.emplace_back(domain::SettingsChanged{"language", "zh", "en", "07"});
    return facts;
}

}  // namespace

WholeSystem::WholeSystem(std::string dir) : m_dir(std::move(dir)) {
    std::filesystem::create_directories(m_dir + "/station");
    std::filesystem::permissions(m_dir, std::filesystem::perms::owner_all);
}

domain::Status WholeSystem::start_hub() {
    std::string const port_file = m_dir + "/hub.port";
    std::filesystem::remove(port_file);  // of an earlier start
    auto hub = Process::start("bozhong-hub",
                              {"--dir", m_dir + "/hub", "--listen", "127.0.0.1:0", "--port-file", port_file},
                              log("hub"));
    if (!hub.ok()) return hub.error();
    m_hub.emplace(std::move(hub).value());
    bool const up = wait_until([&] { return file_text(port_file).ends_with('\n'); }, 20s);
    if (!up) return late("the hub does not come up", log("hub"));
    auto const where = file_text(port_file);
    m_hub_url = "http://127.0.0.1:" + where.substr(where.rfind(':') + 1, where.size() - where.rfind(':') - 2);
    return domain::Done{};
}

client::HttpAccess WholeSystem::central() const {
    auto const token = file_text(m_dir + "/hub/central.token");
    return {m_hub_url, client::bearer_authorization(token.substr(0, token.find('\n'))), ""};
}

domain::Status WholeSystem::enrol() {
    client::HttpRequest person{
        "PUT", "/v1/main/people/07",
        R"({"schema":1,"name":"员工 07","role":"sorter","badge":"B07","pin":"4711","active":true})"};
    person.idempotency_key = "bench-person";
    auto const put = client::http_request(central(), person);
    if (!put.ok()) return put.error();
    if (put->status >= 300) return domain::Error{domain::ErrorKind::refused, put->body, person.target, ""};
    auto const code =
        output_of("bozhong-hub", {"--dir", m_dir + "/hub", "code", "--station", station_id}, log("code"));
    if (!code.ok()) return code.error();
    auto const enrolled =
        output_of("bozhong",
                  {"enroll", "--hub", m_hub_url, "--code", field(*code, "code"), "--dir", m_dir + "/station"},
                  log("enroll"));
    if (!enrolled.ok()) return enrolled.error();
    return domain::Done{};
}

domain::Status WholeSystem::start_scale(int rate, bool changing) {
    auto scale = Process::start("bozhong",
                                {"sim", "scale", "--protocol", "toledo_cont", "--listen", "tcp:127.0.0.1:0",
                                 "--control", m_dir + "/scale.sock", "--rate", std::to_string(rate),
                                 "--repeat", changing ? "1" : "2", "--noise", "0", "--settle", "40"},
                                log("scale"));
    if (!scale.ok()) return scale.error();
    m_scale.emplace(std::move(scale).value());
    bool const up = wait_until([&] { return file_text(log("scale")).find('\n') != std::string::npos; }, 10s);
    if (!up) return late("the simulated scale does not come up", log("scale"));
    m_scale_endpoint = field(file_text(log("scale")), "listening");
    return domain::Done{};
}

domain::Status WholeSystem::start_printer() {
    auto printer = Process::start(
        "bozhong", {"sim", "printer", "--listen", "tcp:127.0.0.1:0", "--out", m_dir + "/paper"},
        log("printer"));
    if (!printer.ok()) return printer.error();
    m_printer.emplace(std::move(printer).value());
    bool const up = wait_until([&] { return file_text(log("printer")).ends_with('\n'); }, 10s);
    if (!up) return late("the virtual printer does not come up", log("printer"));
    m_printer_endpoint =
        "tcp:127.0.0.1:" + std::to_string(json::parse(file_text(log("printer"))).at("port").to_number<int>());
    return domain::Done{};
}

domain::Status WholeSystem::move_scale(std::string const& command) {
    LineSocket socket(m_dir + "/scale.sock");
    auto const answer = socket.connect() ? socket.ask(command, 2s) : std::nullopt;
    if (answer && answer->find("\"ok\":true") != std::string::npos) return domain::Done{};
    return late("the simulated scale does not obey: " + answer.value_or(""), command);
}

void WholeSystem::write_settings() {
    std::ofstream settings(this->settings());
    settings << "id = \"" << station_id << "\"\nwarehouse = \"main\"\njournal = \"journal.db\"\n"
             << "credentials = \"credentials.toml\"\nlog_dir = \"log\"\npanel_width_mm = 217\n";
    if (!m_hub_url.empty()) settings << "hub_url = \"" << m_hub_url << "\"\n";
    std::string const endpoint = m_scale_endpoint.empty() ? "tcp:127.0.0.1:9" : m_scale_endpoint;
    settings << "[[scale]]\nid = \"scale1\"\nprotocol = \"toledo_cont\"\nendpoint = \"" << endpoint
             << "\"\nunit = \"kg\"\ne = \"5 g\"\nmax = \"15 kg\"\n"
             << "[[printer]]\nid = \"printer\"\nendpoint = \"" << m_printer_endpoint
             << "\"\nprofile = \"escpos_80_label\"\n";
}

domain::Status WholeSystem::start_station() {
    write_settings();
    std::string const control = m_dir + "/station.sock";
    m_control = std::make_unique<LineSocket>(control);
    auto station =
        Process::start("bozhong-station", {"--config", settings(), "--test-control", control}, log("station"),
                       {{"QT_QPA_PLATFORM", "offscreen"}, {"XDG_RUNTIME_DIR", m_dir}});
    if (!station.ok()) return station.error();
    m_station.emplace(std::move(station).value());
    wait_until([&] { return m_control->connect() || !m_station->alive(); }, 20s);
    if (m_control->connected()) return domain::Done{};
    return late("the station does not come up", log("station"));
}

std::optional<WholeSystem::List> WholeSystem::list() {
    auto const answer = m_control->ask(R"({"cmd":"snapshot"})", 2s);
    boost::system::error_code error;
    auto const value = json::parse(answer.value_or(""), error);
    if (error || !value.is_object()) return std::nullopt;
    List out;
    for (auto const& product : value.at("products").as_array()) {
        ++out.products;
        out.tasks += static_cast<int>(product.at("total").as_int64());
    }
    out.pan_is_live = value.at("weight").at("fresh").as_bool();
    return out;
}

domain::Status WholeSystem::sign_in(std::string const& badge, std::string const& pin) {
    json::object const words{{"cmd", "sign_in"}, {"badge", badge}, {"pin", pin}};
    m_control->ask(json::serialize(words), 2s);
    bool const in = wait_until(
        [&] {
            auto const answer = m_control->ask(R"({"cmd":"snapshot"})", 2s);
            return answer && field(*answer, "person") == "07";
        },
        10s);
    if (in) return domain::Done{};
    return late("nobody can sign in", log("station"));
}

domain::Status WholeSystem::prepare_journal(int tasks, int events) {
    journal::OpenOptions options;
    options.station = station_id;
    options.stamp = stamp_now();
    auto const journal = journal::open_journal(this->journal(), options);
    if (!journal.ok()) return journal.error();
    if (auto const given = (*journal)->append_feed(feed_of_tasks(tasks)); !given.ok()) return given.error();
    for (int first = 0; (*journal)->head().seq < static_cast<domain::Seq>(events); first += 83) {
        auto const facts = batch(first, tasks / 2, (*journal)->head().seq);
        if (auto const head = (*journal)->append(facts, options.stamp); !head.ok()) return head.error();
    }
    return (*journal)->mark_clean_end();
}

domain::Status WholeSystem::import(int tasks) {
    std::ostringstream orders;
    orders << "wave,order_no,line_no,customer_code,customer,route,driver,tote,sku,product,category,kind,"
              "ordered,unit,note\n";
    for (int n = 0; n < tasks; ++n) {
        auto const task = nth_task(n);
        orders << task.wave << ',' << task.line.order_no << ',' << task.line.line_no << ','
               << task.customer_code << ',' << task.customer << ',' << task.route << ',' << task.driver << ','
               << task.tote << ',' << task.sku << ',' << task.product << ',' << task.category
               << ",weighed,4,斤,\n";
    }
    return import_orders(orders.str());
}

domain::Status WholeSystem::import_orders(std::string const& csv) {
    std::string const path = m_dir + "/orders.csv";
    std::ofstream(path) << csv;
    auto const done = output_of(
        "bozhong",
        {"orders", "import", path, "--hub", m_hub_url, "--token-file", m_dir + "/hub/central.token"},
        log("import"));
    if (!done.ok()) return done.error();
    return domain::Done{};
}

}  // namespace bozhong::cli::bench
