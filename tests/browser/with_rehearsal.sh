#!/usr/bin/env bash
# The browser tests against the rehearsal shop, as ./dev run starts it.
# Usage: with_rehearsal.sh SOURCE BUILD [suite…]   With the suite "hostile" alone, attacking mails are sent as well.
set -euo pipefail
SOURCE=$1
BUILD=$2
shift 2
RUN=$(mktemp -d)
export FRONTDESK_RUN=$RUN/shop
export FRONTDESK_BIN=$BUILD/bin
"$SOURCE/packaging/rehearsal/run.sh" "$SOURCE" "$BUILD" --port 0 --no-channel --temporary >"$RUN/log" 2>&1 &
SHOP=$!
stop_all() {
  kill "$SHOP" 2>/dev/null || true
  wait "$SHOP" 2>/dev/null || true
  rm -rf "$RUN"
}
trap stop_all EXIT
for _ in $(seq 300); do
  grep -q 'setup#token=' "$RUN/log" && break
  kill -0 "$SHOP" 2>/dev/null || { cat "$RUN/log" >&2; exit 1; }
  sleep 0.1
done
for mail in "$SOURCE"/packaging/rehearsal/mails/*.eml; do
  "$SOURCE/packaging/rehearsal/mail.sh" "$FRONTDESK_RUN" --file "$mail" >/dev/null
done
if [ "$*" = hostile ]; then
  "$BUILD/bin/hostile_mail_generator" --seed 1 --out "$RUN/hostile" >/dev/null
  FRONTDESK_HOSTILE_MAILS=0
  for mail in "$RUN"/hostile/html-*.eml; do
    "$SOURCE/packaging/rehearsal/mail.sh" "$FRONTDESK_RUN" --file "$mail" >/dev/null
    FRONTDESK_HOSTILE_MAILS=$((FRONTDESK_HOSTILE_MAILS + 1))
  done
  export FRONTDESK_HOSTILE_MAILS
fi
TOKEN=$(sed -n 's/.*setup#token=\([^ ]*\).*/\1/p' "$RUN/log")
number() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$FRONTDESK_RUN/mail.json"; }
CA=$(sed -n 's/.*"ca_file":"\([^"]*\)".*/\1/p' "$FRONTDESK_RUN/mail.json")
FRONTDESK_URL=$(sed -n 's/.*\(http:[^ ]*\)\/setup#token=.*/\1/p' "$RUN/log")
export FRONTDESK_URL
export FRONTDESK_SETUP_TOKEN=$TOKEN
FRONTDESK_CHANNEL=$(cat <<JSON
{"identity.address": "support@shop.test", "incoming.host": "localhost", "incoming.port": "$(number imaps)",
 "incoming.user": "support@shop.test", "auth.password": "rehearsal-support", "outgoing.host": "localhost",
 "outgoing.port": "$(number smtp)", "outgoing.security": "none", "import.since": "$(date -u -d yesterday +%Y-%m-%d)",
 "advanced.ca_file": "$CA", "advanced.allow_private_network": true}
JSON
)
export FRONTDESK_CHANNEL
node "$SOURCE/tests/browser/run.mjs" "$@"
