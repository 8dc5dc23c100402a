#pragma once
// Every screen the window can show.

#include "ui/screens/sort_screen.h"
