#include "tests/support/hub_process.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace bozhong::test {

namespace {

std::string slurp(std::string const& path) {
    std::ifstream in(path);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

/// Waits a little without a busy loop; the caller has the deadline.
void breathe() {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable().wait_for(lock, std::chrono::milliseconds(10));
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    static std::atomic<int> number = 0;
    path = (std::filesystem::temp_directory_path() /
            ("bozhong_test_" + std::to_string(::getpid()) + "_" + std::to_string(++number)))
               .string();
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
}
TemporaryFolder::~TemporaryFolder() {
    std::filesystem::remove_all(path);
}

Outcome run(std::string const& command_line, std::string const& environment) {
    TemporaryFolder const folder;
    std::string const out = folder.path + "/out", err = folder.path + "/err";
    std::string const whole =
        environment + " " + BOZHONG_BIN_DIR "/" + command_line + " >" + out + " 2>" + err + " </dev/null";
    int const status = std::system(whole.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, slurp(out), slurp(err)};
}

HubProcess::HubProcess(std::string dir, int port) : m_dir(std::move(dir)) {
    std::string const port_file = m_dir + ".port", log = m_dir + ".log",
                      program = BOZHONG_BIN_DIR "/bozhong-hub";
    std::filesystem::remove(port_file);
    std::string const listen = "127.0.0.1:" + std::to_string(port);
    m_process = ::fork();
    if (m_process == 0) {
        (void)!std::freopen(log.c_str(), "a", stdout);
        (void)!std::freopen(log.c_str(), "a", stderr);
        ::execl(program.c_str(), program.c_str(), "--dir", m_dir.c_str(), "--listen", listen.c_str(),
                "--port-file", port_file.c_str(), nullptr);
        ::_exit(127);
    }
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < end && m_port == 0) {
        std::string const where = slurp(port_file);
        if (where.ends_with('\n'))
            m_port = std::stoi(where.substr(where.rfind(':') + 1));
        else
            breathe();
    }
    if (m_port == 0) throw std::runtime_error("the hub does not start: " + slurp(log));
}

void HubProcess::kill() {
    if (m_process <= 0) return;
    ::kill(m_process, SIGKILL);
    ::waitpid(m_process, nullptr, 0);
    m_process = 0;
}

HubProcess::~HubProcess() {
    kill();
}

std::string HubProcess::code(std::string const& station) {
    auto const made = run("bozhong-hub --dir " + m_dir + " code --station " + station);
    auto const at = made.out.find("\"code\":\"") + 8;
    return made.out.substr(at, made.out.find('"', at) - at);
}

}  // namespace bozhong::test
