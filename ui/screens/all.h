#pragma once
// Every screen the window can show.

#include "ui/screens/check_weight_screen.h"
#include "ui/screens/choice_screen.h"
#include "ui/screens/count_screen.h"
#include "ui/screens/device_screens.h"
#include "ui/screens/diagnostics_screen.h"
#include "ui/screens/entry_screens.h"
#include "ui/screens/label_editor_screens.h"
#include "ui/screens/list_screens.h"
#include "ui/screens/menu_screens.h"
#include "ui/screens/mine_screen.h"
#include "ui/screens/notices_screen.h"
#include "ui/screens/record_screens.h"
#include "ui/screens/scanned_screen.h"
#include "ui/screens/sign_in_screen.h"
#include "ui/screens/sort_screen.h"
