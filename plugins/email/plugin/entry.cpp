// The plugin's one exported function.
#include <frontdesk/sdk/plugin_entry.h>

#include "plugin/email_channel.h"

FRONTDESK_PLUGIN(frontdesk::email::EmailChannel)
