#pragma once
// How each kind of element is placed in its box. Internal to drivers/label.

#include <string>
#include <vector>

#include "drivers/label/layout.h"

namespace bozhong::label {

/// What an element's parts come to; empty texts were left out already.
using Parts = std::vector<std::string>;

domain::Result<Placed> place_text(domain::LabelElement const& element, std::string const& text,
                                  Fonts const& fonts);
domain::Result<Placed> place_amount(domain::LabelElement const& element, Parts const& parts,
                                    Fonts const& fonts);
domain::Result<Placed> place_plate(domain::LabelElement const& element, std::string const& code,
                                   Fonts const& fonts);
/// EAN-13 and GS1-128.
domain::Result<Placed> place_bars(domain::LabelElement const& element, std::string const& text);
domain::Result<Placed> place_data_matrix(domain::LabelElement const& element, std::string const& text);
domain::Result<Placed> place_qr(domain::LabelElement const& element, std::string const& text);
Placed place_box(domain::LabelElement const& element);
Placed place_picture(domain::LabelElement const& element);

/// The smallest box around both; empty boxes don't count.
DotBox united(DotBox const& a, DotBox const& b);
/// A copy of the element for messages: "no room for …".
domain::Error no_room(domain::LabelElement const& element, std::string const& text);

}  // namespace bozhong::label
