#pragma once
// From a stored row to the bytes a printer takes, in memory: the work of the station's label maker and
// printer thread.

#include <memory>
#include <string>

#include "drivers/label/font.h"
#include "drivers/printer/profile.h"
#include "station/domain/label.h"
#include "station/domain/label_template.h"
#include "sync/wire/label_maker.h"

namespace bozhong::cli::bench {

class LabelPress {
  public:
    /// Template and fonts are read here, once, as a station does at its start.
    static domain::Result<std::shared_ptr<LabelPress>> open();

    /// What the label says: the row verified, its QR text signed with the key.
    [[nodiscard]] domain::Result<domain::LabelContent> content(domain::StoredEvent const& event,
                                                               int copy) const;
    /// Its bytes; one thread at a time.
    [[nodiscard]] domain::Result<std::string> bytes(domain::LabelContent const& content) const;

  private:
    LabelPress(domain::LabelTemplate form, label::Fonts fonts);

    domain::LabelTemplate m_form;
    label::Fonts m_fonts;
    printer::Profile const* m_profile;
    wire::LabelMaking m_making;
};

}  // namespace bozhong::cli::bench
