#include "sync/client/http.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <mutex>

#include "test_server.h"

namespace {

using namespace bozhong;
using namespace bozhong::client;
using domain::ErrorKind;
using domain::milliseconds;
using test::TestServer;

TestServer::Answer echo(TestServer::Request const& request) {
    return {200, request.method + " " + request.target + " " + request.authorization + " " +
                     request.idempotency_key + " " + request.body};
}

TEST(Http, SendsMethodTargetKeyAndBody) {
    TestServer const server(echo);
    HttpAccess const access{server.url(), bearer_authorization("t0k"), ""};
    auto const got = http_request(access, {"GET", "/v1/health?x=1", "", milliseconds(5'000), ""});
    ASSERT_TRUE(got.ok()) << got.error().text();
    EXPECT_EQ(got->status, 200);
    EXPECT_EQ(got->body, "GET /v1/health?x=1 Bearer t0k  ");
    auto const posted = http_request(access, {"POST", "/a", "{\"n\":\"名\"}", milliseconds(5'000), "k1"});
    ASSERT_TRUE(posted.ok());
    EXPECT_EQ(posted->body, "POST /a Bearer t0k k1 {\"n\":\"名\"}");
}

TEST(Http, BasicAuthorizationIsBase64) {
    EXPECT_EQ(basic_authorization("T03", "geheim"), "Basic VDAzOmdlaGVpbQ==");
}

TEST(Http, AStatusIsAnAnswerNotAnError) {
    TestServer const server([](auto const&) { return TestServer::Answer{503, "{\"title\":\"full\"}"}; });
    auto const got = http_request({server.url(), "", ""}, {"GET", "/", "", milliseconds(5'000), ""});
    ASSERT_TRUE(got.ok());
    EXPECT_EQ(got->status, 503);
    EXPECT_EQ(got->body, "{\"title\":\"full\"}");
}

TEST(Http, NobodyThereIsUnavailable) {
    std::string url;
    {
        TestServer const server(echo);
        url = server.url();
    }
    auto const got = http_request({url, "", ""}, {"GET", "/", "", milliseconds(5'000), ""});
    ASSERT_FALSE(got.ok());
    EXPECT_EQ(got.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(got.error().text(), testing::HasSubstr(url.substr(7)));
}

TEST(Http, NoAnswerInTimeIsATimeout) {
    std::mutex mutex;
    std::condition_variable changed;
    bool over = false;
    TestServer const server([&](auto const&) -> std::optional<TestServer::Answer> {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return over; });
        return std::nullopt;
    });
    auto const began = std::chrono::steady_clock::now();
    auto const got = http_request({server.url(), "", ""}, {"GET", "/", "", milliseconds(300), ""});
    auto const took = std::chrono::steady_clock::now() - began;
    {
        std::lock_guard const lock(mutex);
        over = true;
    }
    changed.notify_all();
    ASSERT_FALSE(got.ok());
    EXPECT_EQ(got.error().kind, ErrorKind::timeout) << got.error().text();
    EXPECT_GE(took, std::chrono::milliseconds(290));
    EXPECT_LT(took, std::chrono::milliseconds(5'000));
}

/// Sends one after the other on one connection and returns the answers.
std::vector<domain::Result<HttpResponse>> on_one_connection(std::string const& url,
                                                            std::vector<HttpRequest> requests) {
    boost::asio::io_context context;
    auto connection = HttpConnection::make(context.get_executor(), {url, "", ""});
    std::vector<domain::Result<HttpResponse>> out;
    std::function<void()> next = [&] {
        (*connection)->send(requests[out.size()], [&](domain::Result<HttpResponse> result) {
            out.push_back(std::move(result));
            if (out.size() < requests.size()) next();
        });
    };
    next();
    context.run();
    return out;
}

TEST(Http, AConnectionIsKeptOpen) {
    TestServer const server(echo);
    auto const all = on_one_connection(server.url(), std::vector<HttpRequest>(5, {"GET", "/x", ""}));
    for (auto const& one : all) EXPECT_TRUE(one.ok());
    EXPECT_EQ(server.connections(), 1);
}

TEST(Http, AKeptConnectionThatDiedIsOpenedAgainOnce) {
    std::atomic<int> seen = 0;
    TestServer const server([&](auto const& request) -> std::optional<TestServer::Answer> {
        if (++seen == 2) return std::nullopt;
        return echo(request);
    });
    auto const all =
        on_one_connection(server.url(), {{"GET", "/1", ""}, {"POST", "/2", "b"}, {"GET", "/3", ""}});
    ASSERT_EQ(all.size(), 3u);
    for (auto const& one : all) EXPECT_TRUE(one.ok()) << one.error().text();
    EXPECT_EQ(all[1]->body, "POST /2   b");
    EXPECT_EQ(server.connections(), 2);
}

TEST(Http, AConnectionTheServerEndsAfterAnAnswerIsNotReused) {
    TestServer const server([](auto const&) { return TestServer::Answer{200, "{}", false}; });
    auto const all = on_one_connection(server.url(), {{"GET", "/1", ""}, {"GET", "/2", ""}});
    for (auto const& one : all) EXPECT_TRUE(one.ok());
    EXPECT_EQ(server.connections(), 2);
}

TEST(Http, AnAnswerBeyondTheBoundIsRefused) {
    TestServer const server([](auto const&) { return TestServer::Answer{200, std::string(17u << 20, 'x')}; });
    auto const got = http_request({server.url(), "", ""}, {"GET", "/", "", milliseconds(10'000), ""});
    ASSERT_FALSE(got.ok());
}

TEST(Http, ClosingEndsTheRequestUnderWay) {
    std::mutex mutex;
    std::condition_variable changed;
    bool asked = false, over = false;
    TestServer const server([&](auto const&) -> std::optional<TestServer::Answer> {
        std::unique_lock lock(mutex);
        asked = true;
        changed.notify_all();
        changed.wait(lock, [&] { return over; });
        return std::nullopt;
    });
    boost::asio::io_context context;
    auto connection = HttpConnection::make(context.get_executor(), {server.url(), "", ""});
    std::optional<domain::Result<HttpResponse>> out;
    (*connection)->send({"GET", "/", "", milliseconds(20'000), ""}, [&](auto result) {
        out = std::move(result);
    });
    auto const ready = [&] {
        std::lock_guard const lock(mutex);
        return asked;
    };
    while (!ready()) context.run_for(milliseconds(5));
    (*connection)->close();
    context.run();
    {
        std::lock_guard const lock(mutex);
        over = true;
    }
    changed.notify_all();
    ASSERT_TRUE(out.has_value());
    EXPECT_FALSE(out->ok());
}

TEST(Http, AddressesThatCannotBeUsed) {
    for (std::string const url :
         {"", "hub:80", "ftp://hub", "http://", "http://127.0.0.1:port", "http://127.0.0.1:1/path",
          "http://192.168.1.5:80", "http://hub.example", "https://user@hub"}) {
        auto const got = http_request({url, "", ""}, {"GET", "/", ""});
        ASSERT_FALSE(got.ok()) << url;
        EXPECT_EQ(got.error().kind, ErrorKind::bad_input) << url;
    }
}

/// A throw-away authority-signed pair for "localhost"; empty when the openssl tool is not there.
std::optional<TestServer::Tls> make_certificate() {
    auto const folder =
        std::filesystem::temp_directory_path() / ("bozhong_tls_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    TestServer::Tls const tls{(folder / "cert.pem").string(), (folder / "key.pem").string()};
    std::string const command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
        "/CN=localhost -addext subjectAltName=DNS:localhost -keyout " +
        tls.key + " -out " + tls.certificate + " 2>/dev/null";
    if (std::system(command.c_str()) != 0) return std::nullopt;
    return tls;
}

TEST(Http, TlsIsVerifiedAgainstTheAuthorityAndTheName) {
    auto const tls = make_certificate();
    if (!tls) GTEST_SKIP() << "no openssl tool to make a certificate with";
    TestServer const server(echo, 0, tls);
    auto const good = http_request({server.url(true), "", tls->certificate}, {"GET", "/s", ""});
    ASSERT_TRUE(good.ok()) << good.error().text();
    EXPECT_EQ(good->body, "GET /s   ");
    auto const unknown = http_request({server.url(true), "", ""}, {"GET", "/s", ""});
    EXPECT_FALSE(unknown.ok()) << "not signed by an authority of the system";
    auto const other_name = http_request(
        {"https://127.0.0.1:" + std::to_string(server.port()), "", tls->certificate}, {"GET", "/s", ""});
    EXPECT_FALSE(other_name.ok()) << "the certificate is for localhost";
    auto const no_file = http_request({server.url(true), "", "/no/such.pem"}, {"GET", "/s", ""});
    ASSERT_FALSE(no_file.ok());
    EXPECT_EQ(no_file.error().kind, ErrorKind::bad_input);
    std::filesystem::remove_all(std::filesystem::path(tls->key).parent_path());
}

}  // namespace
