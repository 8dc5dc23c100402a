#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <future>
#include <memory>
#include <sstream>

#include "config/label_template.h"
#include "drivers/label/check.h"
#include "drivers/label/layout.h"
#include "drivers/printer/encode.h"
#include "drivers/run/own_page.h"
#include "drivers/run/printer_runner.h"
#include "station/cli/commands.h"
#include "station/cli/label_template_path.h"
#include "station/domain/label_fields.h"
#include "sync/wire/label_json.h"

namespace bozhong::cli {

namespace {

using domain::Error;
using domain::ErrorKind;
using domain::Result;

[[noreturn]] void fail(Error const& error) {
    std::fprintf(stderr, "bozhong: %s\n", error.text().c_str());
    bool const outside = error.kind == ErrorKind::io || error.kind == ErrorKind::not_found;
    throw CLI::RuntimeError(outside ? 3 : 2);
}

template <class T>
T good(Result<T> result) {
    if (!result) fail(result.error());
    return std::move(*result);
}

std::string read_file(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf()))
        fail({ErrorKind::not_found, "cannot be read", path, "name an existing file"});
    return text.str();
}

void print_line(boost::json::object const& object) {
    std::printf("%s\n", boost::json::serialize(object).c_str());
}

void write_file(std::string const& path, std::string const& bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) fail({ErrorKind::io, "cannot be written", path, "check the folder and its rights"});
}

struct Options {
    std::string form = "item-60x40", record, out, profile, endpoint;
    std::string labels;
    int dots_per_mm = 0;
    std::string regular = label::default_regular_font, bold = label::default_bold_font;
};

void add_options(CLI::App& command, Options& options) {
    command.add_option("--template", options.form, "a file, or the name of one in --labels")
        ->capture_default_str();
    command.add_option("--labels", options.labels,
                       "folder of the templates; else that of the project or the package");
    command.add_option("--record", options.record, "what the label says, a JSON object")->required();
    command.add_option("--font", options.regular, "regular font")->capture_default_str();
    command.add_option("--font-bold", options.bold, "bold font")->capture_default_str();
}

struct Ready {
    label::Fonts fonts;
    domain::LabelTemplate form;
    label::Layout layout;
    label::Raster raster;
};

/// A name is looked for in --labels, or where a build tree and the package have their templates.
std::string template_path(Options const& options) {
    bool const is_path = options.form.find('/') != std::string::npos || options.form.ends_with(".toml");
    if (is_path) return options.form;
    return options.labels.empty() ? label_template_path(options.form)
                                  : options.labels + "/" + options.form + ".toml";
}

Ready render(Options const& options, int dots_per_mm = 0) {
    Ready ready{good(label::Fonts::open(options.regular, options.bold)), {}, {}, {}};
    ready.form = good(config::load_label_template(template_path(options), dots_per_mm));
    auto content = wire::label_content_from_json(read_file(options.record));
    if (!content)
        fail({content.error().kind, content.error().what,
              options.record + (content.error().where.empty() ? "" : ": " + content.error().where),
              content.error().todo});
    ready.layout = good(label::lay_out(ready.form, *content, ready.fonts));
    ready.raster = label::draw(ready.layout, ready.fonts);
    return ready;
}

void print_fields() {
    for (auto const& field : domain::label_fields()) {
        print_line({{"field", field.name}, {"example", field.example}, {"meaning", field.meaning}});
    }
}

void print_layout(label::Layout const& layout) {
    for (auto const& placed : layout.placed) {
        print_line({{"element", placed.id},
                    {"text", placed.text},
                    {"size", placed.size},
                    {"cut", placed.cut},
                    {"ink", {placed.ink.x, placed.ink.y, placed.ink.width, placed.ink.height}}});
    }
}

void add_preview(CLI::App& group) {
    auto const options = std::make_shared<Options>();
    auto* preview =
        group.add_subcommand("preview", "what will be on the paper, dot for dot; and where each element is");
    add_options(*preview, *options);
    preview->add_option("-o,--out", options->out, "PNG, or PBM when it ends so")->required();
    preview
        ->add_option("--dots-per-mm", options->dots_per_mm, "8 is 203 dpi, 12 is 300; else as the file says")
        ->check(CLI::Range(4, 24));
    preview->callback([options] {
        Ready const ready = render(*options, options->dots_per_mm);
        bool const pbm = options->out.ends_with(".pbm");
        write_file(options->out,
                   pbm ? label::to_pbm(ready.raster) : label::to_png(ready.raster, ready.form.dots_per_mm));
        print_layout(ready.layout);
    });
}

printer::Profile const& profile_named(std::string const& name) {
    auto const* profile = printer::find_profile(name);
    if (profile == nullptr)
        fail({ErrorKind::bad_input, "no such printer profile", name, "see bozhong printer profiles"});
    return *profile;
}

/// Both resolutions, unless the file is made for one; the width of one printer's head when it is named.
void check_template(std::string const& name, Options const& options) {
    Options named = options;
    named.form = name;
    auto const fonts = good(label::Fonts::open(options.regular, options.bold));
    auto const as_written = good(config::load_label_template(template_path(named)));
    good(label::check(as_written, fonts));
    for (int const dots_per_mm : {8, 12}) {
        auto const form = config::load_label_template(template_path(named), dots_per_mm);
        if (form) good(label::check(*form, fonts));
    }
    if (!options.profile.empty()) {
        auto const& profile = profile_named(options.profile);
        auto const form = good(config::load_label_template(template_path(named), profile.dots_per_mm()));
        good(label::fits_head(form, profile.dots_wide, options.profile));
    }
    print_line({{"template", as_written.name}, {"title", as_written.title}, {"good", true}});
}

void add_check(CLI::App& group) {
    auto const options = std::make_shared<Options>();
    auto const names = std::make_shared<std::vector<std::string>>();
    auto* command =
        group.add_subcommand("check", "what is wrong with templates: exit 0 nothing, 2 something");
    command->add_option("template", *names, "files, or names in --labels")->required();
    command->add_option("--labels", options->labels, "folder of the templates");
    command->add_option("--printer", options->profile, "whose head they must fit; a profile");
    command->callback([=] {
        for (auto const& name : *names) check_template(name, *options);
    });
}

void add_render(CLI::App& group) {
    auto const options = std::make_shared<Options>();
    auto* command = group.add_subcommand("render", "the bytes a printer of that profile is sent");
    add_options(*command, *options);
    command->add_option("--printer", options->profile, "see `bozhong printer profiles`")->required();
    command->add_option("-o,--out", options->out, "file for the bytes")->required();
    command->callback([options] {
        printer::Profile const& profile = profile_named(options->profile);
        Ready const ready = render(*options, profile.dots_per_mm());
        auto const label = run::label_raster(ready.layout, ready.fonts, &profile);
        auto const encoded = good(printer::encode_label(
            profile, {std::as_bytes(std::span(label.rows)), label.width_bytes, label.height}, "    ",
            label.own ? &*label.own : nullptr));
        std::string const bytes = encoded.bytes();
        write_file(options->out, bytes);
        print_line({{"bytes", bytes.size()},
                    {"segments", encoded.segments.size()},
                    {"moved_right", encoded.moved_right},
                    {"dots_added", encoded.dots_added}});
    });
}

std::string_view state_name(domain::LabelState state) {
    switch (state) {
        case domain::LabelState::queued: return "queued";
        case domain::LabelState::sending: return "sending";
        case domain::LabelState::sent: return "sent";
        case domain::LabelState::printed: return "printed";
        case domain::LabelState::unknown: return "unknown";
        case domain::LabelState::failed: return "failed";
        case domain::LabelState::voided: return "void";
    }
    std::abort();
}

/// `sent` is the last word of a printer that cannot confirm.
bool is_final(domain::LabelState state, printer::Profile const& profile) {
    using domain::LabelState;
    return state == LabelState::printed || state == LabelState::unknown || state == LabelState::failed ||
           (state == LabelState::sent && profile.confirm == printer::Confirm::none);
}

/// Longer than the spool needs to give up on a printer.
constexpr std::chrono::seconds patience{60};

void print_label(Options const& options) {
    printer::Profile const& profile = profile_named(options.profile);
    Ready const ready = render(options, profile.dots_per_mm());
    auto const picture = run::label_raster(ready.layout, ready.fonts, &profile);
    auto const spool = good(run::make_printer({"", options.endpoint, options.profile, {}},
                                              [&](domain::LabelContent const&) { return Result(picture); }));
    std::promise<core::LabelChanged> done;
    bool finished = false;  // these two are touched on the printer's thread only
    std::string trouble;
    spool->start(
        [&](core::LabelChanged change) {
            if (finished || !is_final(change.state, profile)) return;
            finished = true;
            if (change.detail.empty() && change.state == domain::LabelState::failed) change.detail = trouble;
            done.set_value(change);
        },
        [&](core::PrinterSeen const& seen) { trouble = seen.detail; });
    spool->print({1, {}});
    auto outcome = done.get_future();
    bool const answered = outcome.wait_for(patience) == std::future_status::ready;
    spool->stop();
    core::LabelChanged const last =
        answered ? outcome.get()
                 : core::LabelChanged{1, domain::LabelState::unknown, "nobody", options.endpoint, "no end"};
    print_line({{"state", state_name(last.state)}, {"known_by", last.known_by}, {"detail", last.detail}});
    if (last.state == domain::LabelState::unknown) throw CLI::RuntimeError(1);
    if (last.state == domain::LabelState::failed) throw CLI::RuntimeError(3);
}

void add_print(CLI::App& group) {
    auto const options = std::make_shared<Options>();
    options->profile = "escpos_80_label";
    auto* command =
        group.add_subcommand("print", "prints one label: exit 0 printed or sent, 1 unknown, 3 failed");
    add_options(*command, *options);
    command->add_option("--printer", options->profile, "see `bozhong printer profiles`")
        ->capture_default_str();
    command
        ->add_option("--to", options->endpoint,
                     "tcp:HOST:PORT, usb:auto, lp:/dev/usb/lp0, serial:/dev/…, cups:QUEUE")
        ->required();
    command->callback([options] { print_label(*options); });
}

}  // namespace

void add_label_commands(CLI::App& app) {
    auto* group = app.add_subcommand("label", "label templates: fields, pictures, printer bytes");
    group->require_subcommand(1);
    group->add_subcommand("fields", "every field a template can name, with an example")
        ->callback(print_fields);
    add_check(*group);
    add_preview(*group);
    add_render(*group);
    add_print(*group);
    add_label_verify_command(*group);
}

}  // namespace bozhong::cli
