#include "station/app/control.h"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>
#include <list>
#include <optional>

#include "station/app/snapshot_json.h"

namespace bozhong::app {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using Socket = asio::local::stream_protocol::socket;

constexpr std::size_t clients_max = 8;
constexpr std::size_t line_max = 64 * 1024;

std::string glass_json(Glass const& glass) {
    json::array keys;
    for (auto const& key : glass.keys)
        keys.push_back({{"name", key.name}, {"x", key.x}, {"y", key.y}, {"width", key.width}, {"height", key.height}});
    return json::serialize(
        json::object{{"revision", glass.revision}, {"screen", glass.screen}, {"keys", std::move(keys)}});
}

}  // namespace

/// One script. Writes one line at a time; while one is under way only the newest snapshot waits.
struct Client : std::enable_shared_from_this<Client> {
    explicit Client(Socket given) : socket(std::move(given)), input(line_max) {}

    void read(std::function<void(std::string)> on_line, std::function<void()> on_end) {
        asio::async_read_until(socket, input, '\n', [self = shared_from_this(), on_line, on_end](auto error, auto) {
            if (error) return on_end();
            std::istream stream(&self->input);
            std::string line;
            std::getline(stream, line);
            on_line(std::move(line));
            self->read(on_line, on_end);
        });
    }

    void answer(std::string line) {
        if (answers.size() >= 256) return;  // a script that never reads gets no more answers
        answers.push_back(std::move(line));
        write();
    }

    void write() {
        if (writing) return;
        if (!answers.empty()) {
            outgoing = std::move(answers.front()) + "\n";
            answers.pop_front();
        } else if (newest) {
            outgoing = std::move(*newest) + "\n";
            newest.reset();
        } else {
            return;
        }
        writing = true;
        asio::async_write(socket, asio::buffer(outgoing), [self = shared_from_this()](auto error, auto) {
            self->writing = false;
            if (!error) self->write();
        });
    }

    Socket socket;
    asio::streambuf input;
    std::list<std::string> answers;
    std::optional<std::string> newest;
    std::string outgoing;
    bool watching = false;
    bool writing = false;
};

struct TestControl::State : std::enable_shared_from_this<TestControl::State> {
    State(asio::any_io_executor strand, std::string given_path, Station given)
        : acceptor(strand), path(std::move(given_path)), station(std::move(given)) {}

    void accept() {
        acceptor.async_accept([self = shared_from_this()](auto error, Socket socket) {
            if (error) return;
            if (self->clients.size() < clients_max) self->welcome(std::make_shared<Client>(std::move(socket)));
            self->accept();
        });
    }

    void welcome(std::shared_ptr<Client> client) {
        clients.push_back(client);
        client->read([self = shared_from_this(), client](std::string line) { self->command(*client, line); },
                     [self = shared_from_this(), client] { self->clients.remove(client); });
    }

    void command(Client& client, std::string const& line);
    void ask_glass(std::shared_ptr<Client> const& client);

    asio::local::stream_protocol::acceptor acceptor;
    std::string path;
    Station station;
    std::list<std::shared_ptr<Client>> clients;
    core::Snapshot newest;
};

void TestControl::State::command(Client& client, std::string const& line) {
    boost::system::error_code error;
    auto const value = json::parse(line, error);
    if (error || !value.is_object()) return client.answer(R"({"ok":false,"what":"not a JSON object"})");
    auto const& object = value.get_object();
    auto const field = [&](char const* key) {
        auto const* found = object.if_contains(key);
        return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
    };
    auto const command = field("cmd");
    if (command == "key") {
        auto key = parse_key(line);
        if (!key.ok()) return client.answer(json::serialize(json::object{{"ok", false}, {"what", key.error().text()}}));
        if (object.contains("badge"))
            station.authorise(field("badge"), field("pin"), *key);
        else
            station.post(*key);
        return client.answer(R"({"ok":true})");
    }
    if (command == "glass") return ask_glass(client.shared_from_this());
    if (command == "sign_in") {
        station.sign_in(field("badge"), field("pin"));
        return client.answer(R"({"ok":true})");
    }
    bool const full = object.contains("full");
    if (command == "watch") client.watching = true;
    if (command == "snapshot" || command == "watch")
        return client.answer(snapshot_json(newest, full ? Detail::full : Detail::brief));
    client.answer(R"({"ok":false,"what":"unknown cmd; known: key, sign_in, snapshot, watch, glass"})");
}

void TestControl::State::ask_glass(std::shared_ptr<Client> const& client) {
    station.glass([self = shared_from_this(), client](Glass const& glass) {
        asio::post(self->acceptor.get_executor(), [client, line = glass_json(glass)] { client->answer(line); });
    });
}

TestControl::TestControl(asio::any_io_executor strand, std::string path, Station station)
    : m_state(std::make_shared<State>(std::move(strand), std::move(path), std::move(station))) {}

TestControl::~TestControl() { stop(); }

domain::Status TestControl::start() {
    auto& acceptor = m_state->acceptor;
    ::unlink(m_state->path.c_str());
    boost::system::error_code error;
    auto const refuse = [&] {
        return domain::Error{domain::ErrorKind::io, error.message(), m_state->path, "choose another control socket"};
    };
    asio::local::stream_protocol::endpoint const endpoint(m_state->path);
    acceptor.open(endpoint.protocol(), error);
    if (error) return refuse();
    auto const before = ::umask(0177);
    acceptor.bind(endpoint, error);
    ::umask(before);
    if (!error) acceptor.listen(static_cast<int>(clients_max), error);
    if (error) return refuse();
    m_state->accept();
    return domain::Done{};
}

void TestControl::show(core::Snapshot const& snapshot) {
    m_state->newest = snapshot;
    std::string line;
    for (auto const& client : m_state->clients) {
        if (!client->watching) continue;
        if (line.empty()) line = snapshot_json(snapshot, Detail::brief);
        client->newest = line;
        client->write();
    }
}

/// From any thread: the clients are the strand's, which may be at work with them now.
void TestControl::stop() {
    ::unlink(m_state->path.c_str());
    asio::post(m_state->acceptor.get_executor(), [state = m_state] {
        boost::system::error_code ignored;
        state->acceptor.close(ignored);
        for (auto const& client : state->clients) client->socket.close(ignored);
    });
}

}  // namespace bozhong::app
