#include "net/credentials.h"

#include <openssl/crypto.h>

namespace frontdesk::email::net {

void Credentials::wipe(std::string& text) {
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

}  // namespace frontdesk::email::net
