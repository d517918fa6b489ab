// The plugin made of the channel in echo.h.
#include "echo.h"

#include <frontdesk/sdk/plugin_entry.h>

FRONTDESK_PLUGIN(Echo)
