#include "api/http/proxy_trust.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

#include "base/text.h"

namespace frontdesk::api {

namespace {

using Address = std::array<std::uint8_t, 16>;

std::optional<Address> to_address(const std::string& text) {
  Address address{};
  if (::inet_pton(AF_INET6, text.c_str(), address.data()) == 1) return address;
  in_addr four{};
  if (::inet_pton(AF_INET, text.c_str(), &four) != 1) return std::nullopt;
  address[10] = address[11] = 0xff;
  std::memcpy(address.data() + 12, &four, sizeof four);
  return address;
}

bool is_four(const Address& address) {
  return std::all_of(address.begin(), address.begin() + 10, [](std::uint8_t byte) { return byte == 0; }) &&
         address[10] == 0xff && address[11] == 0xff;
}

/// In the spelling of the listener: IPv4 without ::ffff:, IPv6 in lower case.
std::string to_spelling(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const bool four = is_four(address);
  ::inet_ntop(four ? AF_INET : AF_INET6, four ? address.data() + 12 : address.data(), text.data(), text.size());
  return text.data();
}

/// "192.0.2.7", "192.0.2.7:80", "[2001:db8::1]:80", "2001:db8::1"; nullopt for "unknown" and the like.
std::optional<std::string> client_of(std::string_view node) {
  node = text::trim(node);
  if (node.starts_with('[')) {
    const auto end = node.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    node = node.substr(1, end - 1);
  } else if (std::ranges::count(node, ':') == 1) {
    node = node.substr(0, node.find(':'));
  }
  const auto address = to_address(std::string(node));
  if (!address) return std::nullopt;
  return to_spelling(*address);
}

/// All values of a list field, in order.
std::vector<std::string_view> list_of(const RequestHead& head, std::string_view name) {
  std::vector<std::string_view> items;
  for (const Field& field : head.fields) {
    if (field.name != name) continue;
    for (const std::string_view item : text::split(field.value, ',')) items.push_back(text::trim(item));
  }
  return items;
}

/// The value of a parameter of one element of Forwarded, without its quotes.
std::string_view parameter_of(std::string_view element, std::string_view name) {
  for (const std::string_view pair : text::split(element, ';')) {
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || !text::equals_ignoring_case(text::trim(pair.substr(0, equals)), name))
      continue;
    std::string_view value = text::trim(pair.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return value;
  }
  return {};
}

/// What one of the two ways of forwarding says.
struct Told {
  std::vector<std::string_view> way;  ///< the addresses, the client's first
  std::string_view protocol;
  std::string_view host;
};

Told told_by_x(const RequestHead& head) {
  Told told{list_of(head, "x-forwarded-for"), {}, {}};
  if (const auto protocols = list_of(head, "x-forwarded-proto"); !protocols.empty()) told.protocol = protocols.back();
  if (const auto hosts = list_of(head, "x-forwarded-host"); !hosts.empty()) told.host = hosts.back();
  return told;
}

Told told_by_forwarded(const RequestHead& head) {
  Told told;
  for (const std::string_view element : list_of(head, "forwarded")) {
    told.way.push_back(parameter_of(element, "for"));
    if (const auto protocol = parameter_of(element, "proto"); !protocol.empty()) told.protocol = protocol;
    if (const auto host = parameter_of(element, "host"); !host.empty()) told.host = host;
  }
  return told;
}

}  // namespace

Result<ProxyTrust> ProxyTrust::parse(const std::vector<std::string>& entries) {
  ProxyTrust trust;
  for (const std::string& entry : entries) {
    const auto slash = entry.find('/');
    const auto address = to_address(entry.substr(0, slash));
    const Error wrong{ErrorCode::kInvalid, "'" + entry + "' is no address or network such as 10.0.0.0/8"};
    if (!address) return wrong;
    Network network{*address, 128};
    if (slash != std::string::npos) {
      const std::string digits = entry.substr(slash + 1);
      const int most = is_four(*address) ? 32 : 128;
      int bits = -1;
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
      if (error != std::errc{} || end != digits.data() + digits.size() || bits < 0 || bits > most) return wrong;
      network.bits = 128 - most + bits;
    }
    trust.networks_.push_back(network);
  }
  return trust;
}

bool ProxyTrust::trusts(const std::string& text) const {
  if (networks_.empty()) return false;
  const auto address = to_address(text);
  if (!address) return false;
  return std::ranges::any_of(networks_, [&](const Network& network) {
    for (int bit = 0; bit < network.bits; bit += 8) {
      const auto byte = static_cast<std::size_t>(bit / 8);
      const int left = std::min(8, network.bits - bit);
      const auto mask = static_cast<std::uint8_t>(0xff << (8 - left));
      if (((*address)[byte] & mask) != (network.address[byte] & mask)) return false;
    }
    return true;
  });
}

void ProxyTrust::resolve(RequestHead& head) const {
  const Told by_x = told_by_x(head), by_forwarded = told_by_forwarded(head);
  head.is_forwarded = !by_x.way.empty() || !by_x.protocol.empty() || !by_forwarded.way.empty();
  if (!head.is_forwarded || !trusts(head.peer)) return;
  // From the nearest proxy outwards: each hop that we trust vouches for the one before it.
  const auto client_at_end_of = [&](const Told& told) {
    std::string client = head.peer;
    for (auto hop = told.way.rbegin(); hop != told.way.rend() && trusts(client); ++hop) {
      const auto before = client_of(*hop);
      if (!before) break;
      client = *before;
    }
    return client;
  };
  const std::string x_client = client_at_end_of(by_x), client = client_at_end_of(by_forwarded);
  // A proxy writes one of the two and may pass the other on as the client sent it.
  const bool contradict = !by_x.way.empty() && !by_forwarded.way.empty() && x_client != client;
  if (!contradict) head.peer = by_x.way.empty() ? client : x_client;
  const std::string_view protocol = by_x.protocol.empty() ? by_forwarded.protocol : by_x.protocol;
  if (!protocol.empty()) head.secure = text::equals_ignoring_case(protocol, "https");
  const std::string_view host = by_x.host.empty() ? by_forwarded.host : by_x.host;
  if (!host.empty()) head.host = host;
}

}  // namespace frontdesk::api
