#pragma once

namespace CLI {
class App;
}

namespace bozhong::cli {

/// `scale monitor` and `scale record`.
void add_scale_live_commands(CLI::App& group);
void add_scale_detect_command(CLI::App& group);
void add_scale_learn_command(CLI::App& group);

}  // namespace bozhong::cli
