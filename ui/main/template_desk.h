#pragma once
// The label editor's bench at a real station: templates from the delivered and the station's own folder,
// drawn and judged by what the printers are fed from.

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "drivers/label/font.h"
#include "ui/label_bench.h"

namespace bozhong::ui {

/// Rises with every template that was kept; who draws labels on another thread loads them again then.
using TemplateChanges = std::shared_ptr<std::atomic<unsigned>>;
/// Hears what became of a template: its name, and "version, first digits of the file's SHA-256" of both
/// files.
using TemplateKept =
    std::function<void(std::string const& name, std::string const& before, std::string const& after)>;

struct TemplateFolders {
    std::string own;                     ///< of this station, looked in first; made when something is kept
    std::vector<std::string> delivered;  ///< in the order they are looked in
};
/// "60x40" is item-60x40.toml as well as 60x40.toml; of a path the own folder is asked for its file's name.
/// What is nowhere stays as it is.
std::string find_template(TemplateFolders const& folders, std::string const& name);
/// Beside the journal, then the package, then the source tree.
TemplateFolders template_folders(std::string const& journal);

class TemplateDesk final : public LabelBench {
  public:
    struct Head {
        int dots_per_mm = 8;
        int dots_wide = 0;  ///< 0 = any
        std::string profile;
    };
    struct Setup {
        TemplateFolders folders;
        std::vector<std::string> in_use;  ///< names as the settings write them
        std::vector<Head> heads;          ///< of the station's printers; the first one's dots are shown
        TemplateChanges changes;          ///< may be empty
        TemplateKept kept;                ///< may be empty
    };
    static domain::Result<std::unique_ptr<TemplateDesk>> open(Setup setup);

    std::vector<LabelFile> files() override;
    domain::Result<domain::LabelTemplate> open(std::string const& name) override;
    LabelPreview preview(domain::LabelTemplate const& form, bool crowded) override;
    domain::Status save(std::string const& name, domain::LabelTemplate const& form) override;
    domain::Status restore(std::string const& name) override;
    std::vector<std::string> pictures() override;

  private:
    TemplateDesk(Setup setup, label::Fonts fonts) : m_setup(std::move(setup)), m_fonts(std::move(fonts)) {}
    [[nodiscard]] std::string own_path(std::string const& name) const;
    [[nodiscard]] std::string delivered_path(std::string const& name) const;
    [[nodiscard]] bool used(std::string const& name) const;
    [[nodiscard]] domain::Result<domain::LabelTemplate> as_loaded(std::string const& toml,
                                                                  std::string const& name,
                                                                  int dots_per_mm) const;
    [[nodiscard]] domain::Status fits(std::string const& name, std::string const& toml) const;
    [[nodiscard]] std::string path(std::string const& name) const;
    [[nodiscard]] domain::Result<domain::LabelTemplate> load(std::string const& name) const;
    [[nodiscard]] std::string identity(std::string const& name) const;
    void tell(std::string const& name, std::string const& before) const;

    Setup m_setup;
    label::Fonts m_fonts;
};

}  // namespace bozhong::ui
