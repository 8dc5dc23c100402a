#include "sync/hub/doctor.h"

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "station/domain/time.h"
#include "sync/hub/database.h"
#include "sync/hub/keeping.h"

namespace bozhong::hub {
namespace {

constexpr std::int64_t day_ms = 24 * 3'600'000LL;

Finding good(std::string check, std::string what) {
    return {std::move(check), true, std::move(what), ""};
}
Finding bad(std::string check, std::string what, std::string todo) {
    return {std::move(check), false, std::move(what), std::move(todo)};
}

Finding check_database(Store const& store) {
    auto const verdict = verify_hub(store);
    if (!verdict.ok())
        return bad("database", verdict.error().text(),
                   "is this the hub's folder or database, and may this user read it?");
    if (!verdict->ok)
        return bad("database", verdict->where + ": " + verdict->why,
                   "stop the hub, keep the database, and restore the last good backup (recovery.md)");
    return good("database", std::to_string(verdict->events) + " events, " + std::to_string(verdict->results) +
                                " results, " + std::to_string(verdict->weighings) +
                                " weighings, all as written");
}

Finding check_secret(std::string const& path, bool needed) {
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0) {
        if (errno == ENOENT && !needed) return good("secrets", path + " is not there yet");
        return bad("secrets", path + ": " + std::strerror(errno),
                   "start the hub once, or bring the file back from its own backup");
    }
    if ((about.st_mode & 077) != 0)
        return bad("secrets", path + " can be read by others", "chmod 600 " + path);
    if (about.st_uid != ::geteuid() && ::geteuid() != 0)
        return bad("secrets", path + " belongs to somebody else", "run the doctor as the hub's user");
    return good("secrets", path + " is its owner's alone");
}

template <auto F>
struct Free {
    template <class T>
    void operator()(T* it) const {
        F(it);
    }
};
template <class T, auto F>
using Owned = std::unique_ptr<T, Free<F>>;

struct Files {
    Owned<X509, X509_free> certificate;
    Owned<EVP_PKEY, EVP_PKEY_free> key;
};

template <class Read>
auto read_pem(std::string const& path, Read read) -> decltype(read(nullptr)) {
    Owned<BIO, BIO_free_all> const file(BIO_new_file(path.c_str(), "r"));
    return file ? read(file.get()) : nullptr;
}

int no_passphrase(char*, int, int, void*) {
    return 0;
}

std::string count_of(std::int64_t count, char const* what) {
    return std::to_string(count) + " " + what;
}

}  // namespace

Finding check_disk_space(std::string const& dir, std::int64_t free_least) {
    struct statvfs about {};
    if (::statvfs(dir.c_str(), &about) != 0)
        return bad("disk_space", dir + ": " + std::strerror(errno), "is the disk mounted?");
    auto const free = static_cast<std::int64_t>(about.f_bavail) * static_cast<std::int64_t>(about.f_frsize);
    std::string const what = dir + ": " + std::to_string(free / 1'000'000) + " MB free";
    if (free >= free_least) return good("disk_space", what);
    return bad("disk_space", what,
               "make at least " + std::to_string(free_least / 1'000'000) +
                   " MB free; a full disk takes no weighings");
}

Finding check_clock(std::int64_t now_ms) {
    constexpr std::int64_t year_2025_ms = 1'735'689'600'000, year_2100_ms = 4'102'444'800'000;
    auto const said = domain::rfc3339({now_ms});
    if (now_ms < year_2025_ms || now_ms > year_2100_ms)
        return bad("clock", "the clock says " + said,
                   "set the clock; certificates and locks are judged by it");
    timex state{};
    bool const synchronised = ::adjtimex(&state) >= 0 && (state.status & STA_UNSYNC) == 0;
    return good("clock", said + (synchronised ? ", synchronised" : ", not synchronised: set up NTP"));
}

std::vector<Finding> check_secrets(std::string const& dir, bool database) {
    std::vector<Finding> out;
    if (database) out.push_back(check_secret(dir + "/hub.db", true));
    for (auto const* name : {"hub.key", "central.token"})
        out.push_back(check_secret(dir + "/" + name, true));
    for (auto const* name : {"webhook.secret", "supervisor.password"})
        if (::access((dir + "/" + name).c_str(), F_OK) == 0)
            out.push_back(check_secret(dir + "/" + name, false));
    return out;
}

Finding check_certificate(std::string const& certificate, std::string const& key, std::int64_t now_ms) {
    constexpr int soon_days = 14;
    if (certificate.empty()) return good("certificate", "none: only this machine is served");
    Files files;
    files.certificate.reset(read_pem(certificate, [](BIO* file) -> X509* {
        return file == nullptr ? nullptr : PEM_read_bio_X509(file, nullptr, no_passphrase, nullptr);
    }));
    if (!files.certificate)
        return bad("certificate", certificate + " is no PEM certificate", "name the right file in [tls]");
    files.key.reset(read_pem(key, [](BIO* file) -> EVP_PKEY* {
        return file == nullptr ? nullptr : PEM_read_bio_PrivateKey(file, nullptr, no_passphrase, nullptr);
    }));
    if (!files.key)
        return bad("certificate", key + " is no PEM key without a passphrase",
                   "name the right file in [tls]");
    if (X509_check_private_key(files.certificate.get(), files.key.get()) != 1)
        return bad("certificate", certificate + " does not belong to " + key,
                   "put both files of one issue there");
    auto now = static_cast<time_t>(now_ms / 1'000);
    int days = 0, seconds = 0;
    Owned<ASN1_TIME, ASN1_TIME_free> const today(ASN1_TIME_set(nullptr, now));
    if (!today ||
        ASN1_TIME_diff(&days, &seconds, today.get(), X509_get0_notAfter(files.certificate.get())) != 1)
        return bad("certificate", certificate + " does not say how long it is good", "issue it anew");
    if (X509_cmp_time(X509_get0_notBefore(files.certificate.get()), &now) > 0)
        return bad("certificate", certificate + " is not good yet", "is the clock right?");
    if (days < 0 || seconds < 0)
        return bad("certificate", certificate + " is over", "renew it and start the hub again");
    if (days < soon_days)
        return bad("certificate", certificate + " is good for " + count_of(days, "days"),
                   "renew it and start the hub again");
    struct stat about {};
    if (::stat(key.c_str(), &about) == 0 && (about.st_mode & 077) != 0)
        return bad("certificate", key + " can be read by others", "chmod 600 " + key);
    return good("certificate", certificate + " is good for " + count_of(days, "days"));
}

std::vector<Finding> check_waiting(Store const& store, std::string const& warehouse, std::int64_t now_ms) {
    auto opened = open_store_to_read(store);
    if (!opened) return {bad("waiting", opened.error().text(), "is this the hub's folder?")};
    auto& database = **opened;
    std::vector<Finding> out;
    for (auto const& r : database.run(
             "SELECT station, unsent, last_seen_ms FROM stations WHERE warehouse = ?1 AND active = 1 "
             "AND unsent > 0 AND last_seen_ms < ?2 ORDER BY number",
             warehouse, now_ms - 3'600'000))
        out.push_back(bad("stations",
                          r.text(0) + " had " + count_of(r.integer(1), "unsent events") +
                              " and was last heard " + domain::rfc3339({r.integer(2)}),
                          "bring it back to the network, or hand its journal in (recovery.md)"));
    if (auto const old =
            database.number("SELECT count(*) FROM exceptions WHERE warehouse = ?1 AND state = 'open' AND "
                            "received_ms < ?2",
                            warehouse, now_ms - day_ms);
        old > 0)
        out.push_back(bad("exceptions", count_of(old, "exceptions wait for more than a day"),
                          "a supervisor decides them on the page"));
    if (auto const hook = database.one(
            "SELECT failures, problem FROM webhook WHERE warehouse = ?1 AND failures > 3", warehouse))
        out.push_back(bad("webhook", "results are not taken: " + hook->text(1),
                          "look at the receiver; it is tried again"));
    if (out.empty()) out.push_back(good("waiting", "nothing waits for a person"));
    return out;
}

std::vector<Finding> examine(Examined const& hub) {
    Store const store{hub.dir + "/hub.db", hub.postgres};
    std::vector<Finding> out{check_clock(hub.now_ms), check_disk_space(hub.dir), check_database(store)};
    bool const readable = out.back().ok;
    for (auto& each : check_secrets(hub.dir, hub.postgres.empty())) out.push_back(std::move(each));
    out.push_back(check_certificate(hub.certificate, hub.key, hub.now_ms));
    if (readable)
        for (auto& each : check_waiting(store, hub.warehouse, hub.now_ms)) out.push_back(std::move(each));
    return out;
}

}  // namespace bozhong::hub
