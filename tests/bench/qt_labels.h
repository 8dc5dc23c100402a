#pragma once
// What QPainter needs for a label: the texts of item-60x40 and its QR code on a picture of 480 x 320 dots, as
// ESC/POS bytes. Its bar code and its signature are left out.

#include <vector>

namespace bozhong::bench {

/// So many different labels one after the other: each one's milliseconds of a core.
std::vector<double> painted_labels(int count);

}  // namespace bozhong::bench
