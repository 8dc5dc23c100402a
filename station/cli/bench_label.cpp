#include "station/cli/bench_label.h"

#include <chrono>
#include <filesystem>

#include "config/label_template.h"
#include "drivers/label/layout.h"
#include "station/domain/label_content.h"
#include "sync/wire/chain.h"
#include "sync/wire/label_maker.h"

namespace bozhong::cli {

namespace {

domain::LabelContent nth_content(int n, std::string const& key_id, wire::SignBytes const& sign) {
    domain::Weighed weighed;
    domain::TaskFacts& task = weighed.task;
    static constexpr char const* products[] = {"苋菜", "上海青", "红椒(2)", "姜蒜小米椒组合装(小份)",
                                               "西峡花菇(1)"};
    std::string const digits = std::to_string(100 + n % 150);
    task.product = std::string(products[n % 5]) + (n / 5 % 20 > 0 ? std::to_string(n / 5 % 20) : "");
    task.customer_code = std::string(1, static_cast<char>('A' + n % 6)) + "-" + digits;
    task.customer = "火锅店" + digits;
    task.route = "R" + std::to_string(n % 9);
    task.driver = "司机" + std::to_string(n % 9);
    task.tote = "T" + digits;
    task.line.order_no = "W20230617-" + task.customer_code;
    task.ordered = {{4, 0}, "斤"};
    weighed.net = domain::grams(500 + n * 5 % 9000);
    weighed.indication = {"2.025", "kg"};
    weighed.person_name = "员工07";
    domain::LabelRow const row{{"T03", "9f2c51d07a3be846", static_cast<domain::Seq>(n + 1)},
                               std::string(64, 'a'),
                               {{1'686'947'785'123 + n * 4000LL}, true, "p7"},
                               weighed};
    auto content = domain::make_label_content(row, {"台3", 3, "k7", 7, 480}, 0);
    content->qr =
        *wire::label_payload({key_id, row.id, weighed.net.mg, std::nullopt, row.hash.substr(0, 8)}, sign);
    return *content;
}

}  // namespace

domain::Result<LabelBench> bench_label(std::string const& template_path, int labels) {
    auto const form = config::load_label_template(template_path);
    if (!form) return form.error();
    auto const fonts = label::Fonts::open();
    if (!fonts) return fonts.error();
    auto const keys = wire::make_key_pair();
    auto const sign = wire::label_signer(keys.secret_key);
    LabelBench bench;
    auto const begin = std::chrono::steady_clock::now();
    for (; bench.labels < labels; ++bench.labels) {
        auto const content = nth_content(bench.labels, wire::label_key_id(keys.public_key), sign);
        if (auto const drawn = label::render(*form, content, *fonts); !drawn) return drawn.error();
    }
    bench.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return bench;
}

std::string label_template_path(std::string const& name) {
    std::error_code no_proc;
    auto const program = std::filesystem::read_symlink("/proc/self/exe", no_proc).parent_path();
    for (auto const& folder : {program / "../../../config/labels", program / "../share/bozhong/labels"})
        for (std::string const& file : {name + ".toml", "item-" + name + ".toml"})
            if (std::filesystem::exists(folder / file)) return (folder / file).lexically_normal();
    return "config/labels/" + name + ".toml";
}

}  // namespace bozhong::cli
