#include "station/cli/bench/bench_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

namespace bozhong::cli::bench {

namespace {

using namespace std::chrono_literals;

std::string beside_this(std::string const& program) {
    std::error_code no_proc;
    return (std::filesystem::read_symlink("/proc/self/exe", no_proc).parent_path() / program).string();
}

/// Never returns. Only calls that are allowed between fork and exec of a program with threads.
[[noreturn]] void become(char* const* arguments, char* const* environment, int log) {
    ::dup2(::open("/dev/null", O_RDONLY), 0);
    ::dup2(log, 1);
    ::dup2(log, 2);
    ::execve(arguments[0], arguments, environment);
    ::_exit(127);
}

std::vector<std::string> environment_with(std::vector<std::pair<std::string, std::string>> const& more) {
    std::vector<std::string> out;
    for (char** each = environ; *each != nullptr; ++each) {
        std::string const entry(*each);
        bool replaced = false;
        for (auto const& [name, value] : more) replaced = replaced || entry.starts_with(name + "=");
        if (!replaced) out.push_back(entry);
    }
    for (auto const& [name, value] : more) out.push_back(name + "=" + value);
    return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (auto& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

}  // namespace

domain::Result<Process> Process::start(std::string const& program, std::vector<std::string> const& arguments,
                                       std::string const& log,
                                       std::vector<std::pair<std::string, std::string>> const& environment) {
    std::vector<std::string> words{beside_this(program)};
    words.insert(words.end(), arguments.begin(), arguments.end());
    if (::access(words.front().c_str(), X_OK) != 0)
        return domain::Error{domain::ErrorKind::not_found, "not there", words.front(),
                             "./dev build makes it"};
    int const file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return domain::Error{domain::ErrorKind::io, "cannot be written", log, "name another --dir"};
    auto around = environment_with(environment);
    auto const argv = pointers(words), envp = pointers(around);
    pid_t const pid = ::fork();
    if (pid == 0) become(argv.data(), envp.data(), file);
    ::close(file);
    if (pid < 0) return domain::Error{domain::ErrorKind::io, "no process can be started", words.front(), ""};
    return Process(pid, log);
}

Process::Process(Process&& other) noexcept
    : m_pid(std::exchange(other.m_pid, 0)), m_status(other.m_status), m_log(std::move(other.m_log)) {}

Process& Process::operator=(Process&& other) noexcept {
    stop();
    m_pid = std::exchange(other.m_pid, 0);
    m_status = other.m_status;
    m_log = std::move(other.m_log);
    return *this;
}

Process::~Process() {
    stop();
}

bool Process::alive() {
    if (m_pid == 0) return false;
    int status = 0;
    if (::waitpid(m_pid, &status, WNOHANG) == 0) return true;
    m_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    m_pid = 0;
    return false;
}

int Process::wait(std::chrono::seconds patience) {
    wait_until([this] { return !alive(); }, patience);
    return alive() ? -1 : m_status;
}

void Process::stop() {
    if (!alive()) return;
    ::kill(m_pid, SIGTERM);
    wait(10s);
    if (!alive()) return;
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
    m_pid = 0;
}

double Process::processor_seconds() const {
    std::string const text = file_text("/proc/" + std::to_string(m_pid) + "/stat");
    std::istringstream fields(text.substr(std::min(text.size(), text.rfind(')') + 1)));
    std::string passed;
    for (int field = 3; field < 14; ++field) fields >> passed;
    double user = 0, system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double Process::resident_mb() const {
    std::ifstream status("/proc/" + std::to_string(m_pid) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return static_cast<double>(std::stol(line.substr(6))) * 1024 / 1e6;
    return 0;
}

domain::Result<std::string> output_of(std::string const& program, std::vector<std::string> const& arguments,
                                      std::string const& log,
                                      std::vector<std::pair<std::string, std::string>> const& environment) {
    auto process = Process::start(program, arguments, log, environment);
    if (!process.ok()) return process.error();
    int const status = process->wait(1800s);
    std::string text = file_text(log);
    if (status == 0) return text;
    // What it gave up for stands at the end; libraries say things before it.
    while (text.ends_with('\n')) text.pop_back();
    return domain::Error{domain::ErrorKind::io, text.substr(text.rfind('\n') + 1),
                         program + " ended with " + std::to_string(status), ""};
}

bool wait_until(std::function<bool()> const& condition, std::chrono::seconds patience) {
    auto const end = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        pause(1ms);
    }
    return true;
}

double last_number(std::string const& text) {
    double last = 0, found = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (std::istringstream(line) >> found) last = found;
    return last;
}

void pause(std::chrono::milliseconds time) {
    ::poll(nullptr, 0, static_cast<int>(time.count()));
}

std::string file_text(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

}  // namespace bozhong::cli::bench
