#!/usr/bin/env bash
# Runs a command in a network of its own, where all that leaves loopback ends at a recorder (N-21): recorded.sh COMMAND…
# Prints every packet that left, and their number as a figure; ends with 1 when there was one, else as the command does.
# Runs as root. Needs iproute2 and tcpdump.
set -euo pipefail
if [ "${1:-}" != --inside ]; then exec unshare --net "$(readlink -f "$0")" --inside "$@"; fi
shift

ip link set lo up
ip link add recorder type veth peer name beyond
ip link set recorder addrgenmode none  # else IPv6 announces itself
ip link set beyond addrgenmode none
ip link set recorder arp off up  # nobody answers, so nobody is asked for
ip link set beyond up
ip address add 192.0.2.2/24 dev recorder
ip route add default dev recorder
ip -6 address add 2001:db8::2/64 dev recorder nodad
ip -6 route add default dev recorder

log=$(mktemp)
tcpdump -l -n -i recorder >"$log" 2>/dev/null &
recorder=$!
trap 'kill "$recorder" 2>/dev/null || true; rm -f "$log"' EXIT
# A recorder that hears nothing proves nothing.
until grep -q '198.51.100.1.9: UDP' "$log"; do
  echo x >/dev/udp/198.51.100.1/9
  sleep 0.1
done

code=0
"$@" || code=$?
sleep 1
grep -v '198.51.100.1.9: UDP' "$log" || true
left=$(grep -vc '198.51.100.1.9: UDP' "$log" || true)
echo "figure: packets_beyond_loopback=$left"
[ "$left" = 0 ] || exit 1
exit "$code"
