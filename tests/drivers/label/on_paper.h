#pragma once
// A stream of bytes as one label on the virtual printer's paper.

#include <gtest/gtest.h>

#include "drivers/printer/profile.h"
#include "drivers/sim/virtual_printer.h"

namespace bozhong::label_test {

inline sim::PrinterLanguage language_of(printer::Language language) {
    switch (language) {
        case printer::Language::escpos: return sim::PrinterLanguage::escpos;
        case printer::Language::tspl: return sim::PrinterLanguage::tspl;
        case printer::Language::zpl: return sim::PrinterLanguage::zpl;
        case printer::Language::cpcl: return sim::PrinterLanguage::cpcl;
    }
    std::abort();
}

inline sim::PrintedLabel printed(printer::Profile const& profile, std::string const& bytes, int rows) {
    sim::PrinterMake make;
    make.language = language_of(profile.language);
    make.dots_wide = profile.dots_wide;
    make.dots_per_mm = profile.dots_per_mm();
    make.label_rows = rows;
    make.gap_rows = 2 * profile.dots_per_mm();
    sim::VirtualPrinter paper(make);
    for (std::size_t at = 0; at < bytes.size(); at += 4'096) {
        paper.receive(std::string_view(bytes).substr(at, 4'096));
        while (paper.moving()) paper.pass(1'000);
    }
    EXPECT_EQ(paper.buffered(), 0U);
    paper.new_roll(std::nullopt);  // plain paper has no label's end of its own
    auto labels = paper.take_printed();
    EXPECT_EQ(labels.size(), 1U);
    return labels.empty() ? sim::PrintedLabel{} : std::move(labels.front());
}

}  // namespace bozhong::label_test
