#pragma once
// Real processes in a folder: hub, simulated scale, station. Each is started when asked for.

#include <memory>
#include <optional>

#include "station/cli/bench/bench_process.h"
#include "station/cli/sorter/line_socket.h"
#include "station/domain/result.h"
#include "sync/client/http.h"

namespace bozhong::cli::bench {

class WholeSystem {
  public:
    explicit WholeSystem(std::string dir);

    domain::Status start_hub();
    /// The hub's station, its key beside the journal.
    domain::Status enrol();
    /// `rate` frames a second; the display moves with every frame, or never.
    domain::Status start_scale(int rate, bool changing);
    /// An ESC/POS printer with paper without end; before the station.
    domain::Status start_printer();
    domain::Status move_scale(std::string const& command);
    /// Until the screen is painted and the test control answers. Ready for the next start after
    /// stop_station().
    domain::Status start_station();
    void stop_station() { m_station.reset(); }
    /// Products on the screen's list, tasks in them; nothing when the station does not answer.
    struct List {
        int products = 0, tasks = 0;
        bool pan_is_live = false;
    };
    std::optional<List> list();
    domain::Status sign_in(std::string const& badge, std::string const& pin);
    /// Puts so many tasks and weighings into the station's journal, before it is started.
    domain::Status prepare_journal(int tasks, int events);
    domain::Status import(int tasks);
    /// An order file, by its text.
    domain::Status import_orders(std::string const& csv);
    void stop_hub() { m_hub.reset(); }
    [[nodiscard]] Process& hub() { return *m_hub; }
    /// As the order service.
    [[nodiscard]] client::HttpAccess central() const;

    [[nodiscard]] Process& station() { return *m_station; }
    [[nodiscard]] std::string const& dir() const { return m_dir; }
    [[nodiscard]] std::string journal() const { return m_dir + "/station/journal.db"; }
    /// Written when the station is started.
    [[nodiscard]] std::string settings() const { return m_dir + "/station/station.toml"; }
    /// A line for each label that came out of the printer.
    [[nodiscard]] std::string paper() const { return m_dir + "/paper/paper.jsonl"; }

  private:
    [[nodiscard]] std::string log(std::string const& name) const { return m_dir + "/" + name + ".log"; }
    void write_settings();

    std::string m_dir, m_hub_url, m_scale_endpoint, m_printer_endpoint = "tcp:127.0.0.1:9";
    std::optional<Process> m_hub, m_scale, m_printer, m_station;
    std::unique_ptr<LineSocket> m_control;
};

}  // namespace bozhong::cli::bench
