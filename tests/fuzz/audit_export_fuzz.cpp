// The audit verifier reads files from anywhere: whatever they hold, it must answer.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "audit/signing_key.h"
#include "audit/verifier/export_verifier.h"
#include "audit/verifier/record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace frontdesk::audit;
  static const std::string key = SigningKey::generate().value().public_key_text();
  Hasher hasher;
  (void)decode_record(hasher, {data, size});
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  (void)PublicKey::parse(rest);
  (void)ExportVerifier::create(key, rest);
  auto verifier = ExportVerifier::create(key, {});
  (void)verifier->feed(R"({"format":"frontdesk-audit-export/1","origin":"o","size":3})");
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    (void)verifier->feed(rest.substr(0, end));
    if (end == rest.npos) break;
    rest.remove_prefix(end + 1);
  }
  (void)verifier->finish();
  return 0;
}
