#include "sync/hub/webhook.h"

#include <sodium.h>

#include "station/domain/time.h"
#include "sync/wire/chain.h"

namespace bozhong::hub {

using domain::Done;

namespace {

constexpr std::int64_t rows_most = 100;
constexpr std::size_t bytes_most = 512U << 10U;  ///< of a request that has more than one row

}  // namespace

std::int64_t webhook_wait_s(std::int64_t failures) {
    constexpr std::int64_t most = 300;
    return failures > 9 ? most : std::min(most, std::int64_t{1} << std::max<std::int64_t>(failures - 1, 0));
}

std::string webhook_signature(std::string const& secret, std::int64_t unix_s, std::string const& body) {
    auto const bytes = [](std::string const& text) {
        return reinterpret_cast<unsigned char const*>(text.data());
    };
    std::string const time = std::to_string(unix_s), head = time + ".";
    std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes(secret), secret.size());
    crypto_auth_hmacsha256_update(&state, bytes(head), head.size());
    crypto_auth_hmacsha256_update(&state, bytes(body), body.size());
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(mac.data()));
    return "t=" + time + ",v1=" + wire::to_hex(mac);
}

std::optional<WebhookBatch> Hub::webhook_batch(std::string const& warehouse) {
    auto const position = m_database->number("SELECT position FROM webhook WHERE warehouse = ?1", warehouse);
    WebhookBatch batch{warehouse, position, {}};
    std::size_t bytes = 0;
    for (auto const& r : m_database->run("SELECT position, row FROM results WHERE warehouse = ?1 AND "
                                         "position > ?2 ORDER BY position LIMIT ?3",
                                         warehouse, position, rows_most + 1)) {
        auto row = wire::from_json<wire::ResultRow>(r.text(1));
        if (!row) break;  // rot in the database: `verify` names it, and nothing behind it is sent before it
        bytes += r.text(1).size();
        batch.page.more = static_cast<std::int64_t>(batch.page.results.size()) == rows_most ||
                          (bytes > bytes_most && !batch.page.results.empty());
        if (batch.page.more) break;
        batch.position = r.integer(0);
        batch.page.next = row->cursor;
        batch.page.results.push_back(std::move(row).value());
    }
    if (batch.page.results.empty()) return std::nullopt;
    return batch;
}

Status Hub::webhook_taken(WebhookBatch const& batch) {
    m_database->run(
        "INSERT INTO webhook VALUES(?1,?2,0,0,'',?3) ON CONFLICT(warehouse) DO UPDATE SET position = "
        "excluded.position, "
        "failures = 0, failing_since_ms = 0, problem = '', taken_ms = excluded.taken_ms",
        batch.warehouse, batch.position, now_ms());
    return Done{};
}

Status Hub::webhook_failed(std::string const& warehouse, std::string const& why) {
    m_database->run(
        "INSERT INTO webhook VALUES(?1,0,1,?2,?3,0) ON CONFLICT(warehouse) DO UPDATE SET failures = "
        "webhook.failures + 1, "
        "problem = excluded.problem, failing_since_ms = CASE WHEN webhook.failing_since_ms = 0 THEN "
        "excluded.failing_since_ms ELSE webhook.failing_since_ms END",
        warehouse, now_ms(), why.substr(0, 300));
    return Done{};
}

WebhookState Hub::webhook_state(std::string const& warehouse) {
    WebhookState out;
    out.configured = m_settings.webhook;
    auto const head =
        m_database->number("SELECT coalesce(max(position), 0) FROM results WHERE warehouse = ?1", warehouse);
    out.waiting = head;
    auto const row = m_database->one(
        "SELECT position, failures, failing_since_ms, problem, taken_ms FROM webhook WHERE warehouse = ?1",
        warehouse);
    if (!row) return out;
    out.waiting = head - row->integer(0);
    out.failures = row->integer(1);
    if (row->integer(2) > 0) out.failing_since = domain::rfc3339({row->integer(2)});
    out.problem = row->text(3);
    if (row->integer(4) > 0) out.taken_at = domain::rfc3339({row->integer(4)});
    return out;
}

Webhook::Webhook(Hub& hub, std::string secret, Send send)
    : m_hub(hub), m_secret(std::move(secret)), m_send(std::move(send)) {}

void Webhook::tick() {
    if (m_busy || m_wait_ticks-- > 0) return;
    m_wait_ticks = 0;
    if (!m_hub.database().leads()) return;
    auto batch = m_hub.webhook_batch(m_hub.settings().warehouse);
    if (!batch) return;
    m_busy = true;
    WebhookPost post;
    post.body = wire::to_json(batch->page);
    // A new time with every try, so that the receiver can refuse what is old.
    post.signature = webhook_signature(m_secret, m_hub.now_ms() / 1'000, post.body);
    post.key = batch->page.next;
    m_send(std::move(post),
           [this, batch = std::move(*batch)](Result<int> const& result) { answered(batch, result); });
}

void Webhook::answered(WebhookBatch const& batch, Result<int> const& result) {
    m_busy = false;
    bool const taken = result.ok() && *result >= 200 && *result < 300;
    auto const why = taken         ? std::string()
                     : result.ok() ? "it answers " + std::to_string(*result)
                                   : result.error().text();
    auto const kept = m_hub.write(
        [&] { return taken ? m_hub.webhook_taken(batch) : m_hub.webhook_failed(batch.warehouse, why); });
    // What could not be written down is sent again: a receiver takes a row twice as once.
    m_failures = taken && kept.ok() ? 0 : m_failures + 1;
    m_wait_ticks = m_failures == 0 ? 0 : webhook_wait_s(m_failures);
    if (m_failures == 0) tick();
}

}  // namespace bozhong::hub
