#pragma once
// How a route's handler makes its answer. For the files that hold routes.

#include "sync/hub/api.h"

namespace bozhong::hub {

template <class T>
Result<Answer> json(Result<T> result, int status = 200) {
    if (!result.ok()) return result.error();
    Answer answer;
    answer.status = status;
    answer.body = wire::to_json(result.value());
    return answer;
}
inline Result<Answer> done(Status status) {
    if (!status.ok()) return status.error();
    Answer answer;
    answer.body = R"({"schema":1,"ok":true})";
    return answer;
}
inline Result<Answer> ready(std::string body) {
    Answer answer;
    answer.body = std::move(body);
    return answer;
}

/// Reads the body as a message and hands it on.
template <class T, class F>
auto with(Call const& call, F&& fn) -> Result<Answer> {
    auto request = wire::from_json<T>(call.request.body);
    if (!request) return request.error();
    return fn(request.value());
}

}  // namespace bozhong::hub
