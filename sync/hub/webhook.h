#pragma once
// Results pushed to the order service: the same rows as it would pull, in commit order, one request at a
// time. What was taken stands in the database, so a restart sends the next one. One thread, the server's.

#include <functional>
#include <optional>
#include <string>

#include "sync/hub/hub.h"

namespace bozhong::hub {

/// What is posted. `signature` is "t=UNIX_SECONDS,v1=HEX": HMAC-SHA256 with the secret over
/// "UNIX_SECONDS.BODY".
struct WebhookPost {
    std::string body, signature, key;  ///< key: the same for the same rows, sent again too
};

class Webhook {
  public:
    /// The answer's HTTP status, or why there is none. Exactly once, later, on the same thread.
    using Then = std::function<void(Result<int>)>;
    using Send = std::function<void(WebhookPost, Then)>;
    Webhook(Hub& hub, std::string secret, Send send);

    /// About once a second: sends what waits, unless an answer is under way or the last failure is too near.
    void tick();

  private:
    void answered(WebhookBatch const& batch, Result<int> const& result);

    Hub& m_hub;
    std::string m_secret;
    Send m_send;
    bool m_busy = false;
    std::int64_t m_failures = 0, m_wait_ticks = 0;
};

/// Seconds before the next try after so many failures in a row: 1, 2, 4 … 300.
std::int64_t webhook_wait_s(std::int64_t failures);
/// The header's value for this body.
std::string webhook_signature(std::string const& secret, std::int64_t unix_s, std::string const& body);

}  // namespace bozhong::hub
