#pragma once
// The [modbus] table of a protocol description: a weighing transmitter's registers, one after the other, as
// the fields of a Modbus answer. Inside config only.

#include "config/toml_reader.h"
#include "drivers/scale/description.h"

namespace bozhong::config {

/// Fills frames and requests. The commands that `into` already has are function and data alone; they get
/// address and CRC here, and an answer's frame that says nothing.
void read_register_table(TableReader& table, scale::Description& into);

}  // namespace bozhong::config
