// Requests of anybody to a hub, signed in as the order service, as a station, or as nobody: lines of method,
// path with query, who, then a body up to a line of its own "--". The method "@events" takes a line "type
// payload" an event instead and sends them as the enrolled station does, chained and signed. Every answer
// must be one of HTTP, and none a fault of the hub's own.
#include <sodium.h>

#include <filesystem>
#include <optional>

#include "sync/hub/api.h"
#include "sync/wire/chain.h"
#include "tests/fuzz/text_fuzz.h"

namespace {

using namespace bozhong;

std::string_view line_of(std::string_view& rest) {
    auto const end = std::min(rest.find('\n'), rest.size());
    auto const line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
}

class Place {
  public:
    Place() {
        std::string pattern =
            std::filesystem::exists("/dev/shm") ? "/dev/shm/bozhong-fuzz-XXXXXX" : "/tmp/bozhong-fuzz-XXXXXX";
        fuzz::must(::mkdtemp(pattern.data()) != nullptr);
        m_folder = pattern;
        auto database = hub::open_sqlite(m_folder + "/hub.db");
        fuzz::must(database.ok());
        hub::Settings settings;
        settings.key = "0123456789abcdef0123456789abcdef";
        settings.page_rows = 50;
        settings.orders_lines = 200;
        m_hub.emplace(std::move(*database), settings, [this] { return m_now += 1000; });
        m_api.emplace(*m_hub, hub::Api::Secrets{"token", false, "fuzz"});
        auto const enrolled = m_hub->write([&]() -> domain::Result<wire::EnrolAnswer> {
            auto const code =
                m_hub->make_code("main", {"T03", "Table 3"}, {hub::Author::Kind::central, "", "main", {}});
            if (!code) return code.error();
            return m_hub->enrol({code->code, m_keys.public_key, "fuzz"});
        });
        fuzz::must(enrolled.ok());
        // Basic authorization of "T03:" and the secret; base64 as any client makes it.
        m_authorization = client_basic("T03:" + enrolled->secret);
    }
    ~Place() {
        m_api.reset();
        m_hub.reset();
        std::filesystem::remove_all(m_folder);
    }
    hub::Api& api() { return *m_api; }
    [[nodiscard]] std::string const& authorization() const { return m_authorization; }

    /// The events of the lines, after those that were taken.
    std::string batch(std::string_view& rest) {
        wire::EventBatch out{"T03", "00000000000000aa", {}, "", 0, 0};
        auto head = m_head;
        for (auto line = line_of(rest); line != "--" && out.events.size() < 64; line = line_of(rest)) {
            auto const space = std::min(line.find(' '), line.size());
            domain::StoredEvent event{{"T03", out.incarnation, head.seq + 1},
                                      std::string(line.substr(0, space)),
                                      std::string(line.substr(std::min(space + 1, line.size()))),
                                      head.hash,
                                      ""};
            event.hash = wire::hash_event(event);
            head = {out.incarnation, event.id.seq, event.hash};
            out.events.push_back(std::move(event));
            if (rest.empty()) break;
        }
        out.signature = wire::sign_head(m_keys.secret_key, "T03", head);
        m_offered = head;
        return wire::to_json(out);
    }
    void taken() { m_head = m_offered; }

  private:
    static std::string client_basic(std::string const& text) {
        std::string out(sodium_base64_encoded_len(text.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
        sodium_bin2base64(out.data(), out.size(), reinterpret_cast<unsigned char const*>(text.data()),
                          text.size(), sodium_base64_VARIANT_ORIGINAL);
        out.pop_back();
        return "Basic " + out;
    }

    std::string m_folder, m_authorization;
    wire::KeyPair m_keys = wire::make_key_pair();
    domain::Head m_head{"00000000000000aa", 0, wire::no_previous_hash}, m_offered;
    std::int64_t m_now = 1'760'000'000'000;
    std::optional<hub::Hub> m_hub;
    std::optional<hub::Api> m_api;
};

hub::Request request_of(Place& place, std::string_view& rest) {
    hub::Request request;
    request.method = line_of(rest);
    if (request.method == "@events")
        return {"POST",           "/v1/main/stations/T03/events", "", place.authorization(), "", "", "",
                place.batch(rest)};
    auto const target = line_of(rest);
    auto const question = std::min(target.find('?'), target.size());
    request.path = target.substr(0, question);
    request.query = target.substr(std::min(question + 1, target.size()));
    request.authorization = line_of(rest);
    if (request.authorization == "central") request.authorization = "Bearer token";
    if (request.authorization == "station") request.authorization = place.authorization();
    for (auto line = line_of(rest); line != "--"; line = line_of(rest)) {
        if (request.body.empty() && line.starts_with("Key: "))
            request.idempotency_key = line.substr(5);
        else if (request.body.empty() && line.starts_with("Cookie: "))
            request.cookie = line.substr(8);
        else
            request.body += std::string(line) + "\n";
        if (rest.empty()) break;
    }
    return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static Place* place = nullptr;
    static int used = 0;
    // A hub of its own every now and then, so that no input depends on more than some hundred before it.
    if (place == nullptr || ++used % 256 == 0) {
        delete place;
        place = new Place;
    }
    auto rest = fuzz::text_of(data, size);
    for (int calls = 0; calls < 16 && !rest.empty(); ++calls) {
        auto const request = request_of(*place, rest);
        auto const answer = place->api().handle(request);
        fuzz::must(answer.status >= 200 && answer.status < 500);
        if (answer.status == 200 && request.path.ends_with("/T03/events") && request.method == "POST")
            place->taken();
    }
    return 0;
}
