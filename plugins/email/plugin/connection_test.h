// The connection test of the form: name service, connection, TLS, sign-in and folder, for both servers, step by step.
// Nothing is changed on the servers and no mail is sent.
#pragma once

#include <frontdesk/sdk/services.h>
#include <frontdesk/sdk/types.h>

#include <functional>

#include "plugin/account.h"

namespace frontdesk::email {

/// Tells every step as it ends; goes on with the outgoing server when the incoming one fails. Returns the first
/// failure. Step names: imap_ or pop3_ and smtp_ with dns, tcp, tls, login; imap_folder.
sdk::Result<void> test_connection(Account& account, int cancel_fd,
                                  const std::function<void(const sdk::CheckStep&)>& tell);

}  // namespace frontdesk::email
