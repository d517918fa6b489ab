#!/usr/bin/env bash
# A clean Debian 12 without network gets the packages and takes the first mail: clean_machine.sh PACKAGES [FOLDER]
#   PACKAGES  folder with the .deb files (./dev package)
#   FOLDER    where the machine is kept between runs (default: a temporary folder that goes away)
# Runs as root, where namespaces may be made. See README.md here.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
source_tree=$(readlink -f "$here/../..")
packages=$(readlink -f "${1:?clean_machine.sh PACKAGES [FOLDER]}")
kept=${2:-}
folder=${kept:-$(mktemp -d)}
mkdir -p "$folder"
folder=$(readlink -f "$folder")
clean=$folder/clean
root=$folder/machine
say() { printf '\033[1m%s\033[0m\n' "$*"; }

# The base of the distribution as debootstrap makes it, with everything fetched that apt will be asked for.
if [ ! -e "$folder/clean.made" ]; then
  say "Making a clean Debian 12"
  rm -rf --one-file-system "$clean"
  debootstrap bookworm "$clean" >"$folder/debootstrap.log" 2>&1 || { tail "$folder/debootstrap.log"; exit 1; }
  cp /etc/resolv.conf "$clean/etc/resolv.conf"
  echo '127.0.0.1 localhost' >"$clean/etc/hosts"  # as the installer does
  chroot "$clean" apt-get -qq update >"$folder/apt.log" 2>&1
  touch "$folder/clean.made"
fi
rm -rf "$clean/root/packages"
mkdir -p "$clean/root/packages"
cp "$packages"/*.deb "$clean/root/packages/"
say "Fetching what the packages need"
fetch() { chroot "$clean" sh -c "cd /root/packages && apt-get -qq -o Dpkg::Use-Pty=0 install --download-only -y $*" >>"$folder/apt.log" 2>&1; }
fetch './frontdesk_*_amd64.deb ./frontdesk-plugin-email_*_amd64.deb'
fetch --no-install-recommends sudo curl fail2ban ufw  # what the guide for administrators calls, and the desk does not need
# The next version, which differs in its number only.
for package in frontdesk frontdesk-plugin-email; do
  rm -rf "$folder/next"
  dpkg-deb -R "$clean/root/packages/${package}_0.1.0_amd64.deb" "$folder/next"
  sed -i 's/0\.1\.0/0.1.1/' "$folder/next/DEBIAN/control"
  dpkg-deb --root-owner-group -b "$folder/next" "$clean/root/packages/${package}_0.1.1_amd64.deb" >/dev/null
done

say "Cutting the network, and starting the machine"
rm -rf --one-file-system "$root"
cp -a --reflink=auto "$clean" "$root"
rm -f "$root/etc/resolv.conf"
systemd-nspawn --quiet --directory="$root" --boot --private-network --register=no --keep-unit --console=pipe \
  </dev/null >"$folder/console.log" 2>&1 &
machine=$!
finish() {
  kill -TERM "$machine" 2>/dev/null || true  # an orderly end
  for _ in $(seq 100); do kill -0 "$machine" 2>/dev/null || break; sleep 0.1; done
  kill -KILL "$machine" 2>/dev/null || true
  wait "$machine" 2>/dev/null || true
  [ -n "$kept" ] || rm -rf --one-file-system "$folder"
}
trap finish EXIT
init=
for _ in $(seq 300); do
  init=$(pgrep -P "$machine" | head -n 1 || true)
  [ -n "$init" ] && nsenter -t "$init" -a systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded' && break
  kill -0 "$machine" 2>/dev/null || { tail "$folder/console.log"; exit 1; }
  sleep 0.2
done
export FRONTDESK_BIN=${FRONTDESK_BIN:-$source_tree/build/ci/bin}
FRONTDESK_SOURCE=$source_tree FRONTDESK_MACHINE=$init FRONTDESK_ROOT=$root \
  nsenter -t "$init" -n node --test --test-reporter=spec "$here/clean_machine.test.mjs"
