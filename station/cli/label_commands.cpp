#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "config/label_template.h"
#include "drivers/label/layout.h"
#include "station/cli/commands.h"
#include "station/domain/label_fields.h"
#include "sync/wire/label_json.h"

namespace bozhong::cli {

namespace {

using domain::Error;
using domain::ErrorKind;
using domain::Result;

[[noreturn]] void fail(Error const& error) {
    std::fprintf(stderr, "%s\n", error.text().c_str());
    bool const outside = error.kind == ErrorKind::io || error.kind == ErrorKind::unavailable;
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

void write_file(std::string const& path, std::string const& bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) fail({ErrorKind::io, "cannot be written", path, "check the folder and its rights"});
}

struct Options {
    std::string form = "item-60x40", record, out;
    std::string labels = "config/labels";
    std::string regular = label::default_regular_font, bold = label::default_bold_font;
};

void add_options(CLI::App& command, Options& options) {
    command.add_option("--template", options.form, "a file, or the name of one in --labels")
        ->capture_default_str();
    command.add_option("--labels", options.labels, "folder of the templates")->capture_default_str();
    command.add_option("--record", options.record, "what the label says, a JSON object")->required();
    command.add_option("--font", options.regular, "regular font")->capture_default_str();
    command.add_option("--font-bold", options.bold, "bold font")->capture_default_str();
}

struct Ready {
    domain::LabelTemplate form;
    label::Layout layout;
    label::Raster raster;
};

Ready render(Options const& options) {
    bool const is_path = options.form.find('/') != std::string::npos || options.form.ends_with(".toml");
    Ready ready;
    ready.form = good(
        config::load_label_template(is_path ? options.form : options.labels + "/" + options.form + ".toml"));
    auto content = wire::label_content_from_json(read_file(options.record));
    if (!content)
        fail({content.error().kind, content.error().what, options.record + ": " + content.error().where,
              content.error().todo});
    auto const fonts = good(label::Fonts::open(options.regular, options.bold));
    ready.layout = good(label::lay_out(ready.form, *content, fonts));
    ready.raster = label::draw(ready.layout, fonts);
    return ready;
}

void print_fields() {
    for (auto const& field : domain::label_fields()) {
        boost::json::object const line{
            {"field", field.name}, {"example", field.example}, {"meaning", field.meaning}};
        std::printf("%s\n", boost::json::serialize(line).c_str());
    }
}

void print_layout(label::Layout const& layout) {
    for (auto const& placed : layout.placed) {
        boost::json::object const line{
            {"element", placed.id},
            {"text", placed.text},
            {"size", placed.size},
            {"cut", placed.cut},
            {"ink", {placed.ink.x, placed.ink.y, placed.ink.width, placed.ink.height}}};
        std::printf("%s\n", boost::json::serialize(line).c_str());
    }
}

void add_preview(CLI::App& group) {
    auto const options = std::make_shared<Options>();
    auto* preview =
        group.add_subcommand("preview", "what will be on the paper, dot for dot; and where each element is");
    add_options(*preview, *options);
    preview->add_option("-o,--out", options->out, "PNG, or PBM when it ends so")->required();
    preview->callback([options] {
        Ready const ready = render(*options);
        bool const pbm = options->out.ends_with(".pbm");
        write_file(options->out,
                   pbm ? label::to_pbm(ready.raster) : label::to_png(ready.raster, ready.form.dots_per_mm));
        print_layout(ready.layout);
    });
}

}  // namespace

void add_label_commands(CLI::App& app) {
    auto* group = app.add_subcommand("label", "label templates: fields, pictures, printer bytes");
    group->require_subcommand(1);
    group->add_subcommand("fields", "every field a template can name, with an example")
        ->callback(print_fields);
    add_preview(*group);
}

}  // namespace bozhong::cli
