#!/usr/bin/env bash
# The rehearsal shop: private mail servers on loopback, the daemon, and customers who write. Nothing leaves the machine.
# Usage: run.sh SOURCE BUILD [--port N] [--fresh] [--temporary] [--quiet] [--no-channel]
#   --fresh      begin with an empty shop; without it the shop of the last start goes on
#   --temporary  forget the mailboxes at the end
#   --quiet      no scripted customers;  --no-channel  no mailbox connected, no customers
# Ctrl-C stops all; the data stays in build/run (or $FRONTDESK_RUN).
set -euo pipefail
SOURCE=$1
BUILD=$2
shift 2
PORT=8480
CUSTOMERS=1
CHANNEL=1
FRESH=0
TEMPORARY=0
while [ $# -gt 0 ]; do
  case "$1" in
    --port) PORT=$2; shift 2 ;;
    --fresh) FRESH=1; shift ;;
    --temporary) TEMPORARY=1; shift ;;
    --quiet) CUSTOMERS=0; shift ;;
    --no-channel) CHANNEL=0; CUSTOMERS=0; shift ;;
    *) echo "run: unknown option $1" >&2; exit 2 ;;
  esac
done

RUN=${FRONTDESK_RUN:-$SOURCE/build/run}
MARK=$RUN/.frontdesk-rehearsal
if [ -d "$RUN" ] && [ ! -e "$MARK" ] && [ -n "$(ls -A "$RUN")" ]; then
  echo "run: $RUN holds something else than a rehearsal shop; move it away, or name another folder in FRONTDESK_RUN" >&2
  exit 1
fi
mkdir -p "$RUN"
chmod 700 "$RUN"
touch "$MARK"
# Inherited by the servers, so that the shop counts as running as long as one of them does.
exec 9>"$RUN/lock"
if ! flock -n 9; then
  echo "run: this shop is running already (daemon: process $(cat "$RUN/frontdeskd.pid" 2>/dev/null || echo unknown))" >&2
  exit 1
fi
# Mail belongs to nobody when we are root, who must get at it: so the mailboxes lie outside of the closed folder.
if [ $FRESH = 1 ]; then
  MAIL=$(cat "$RUN/mail.folder" 2>/dev/null || true)
  case "$MAIL" in /var/tmp/frontdesk-mail.*) rm -rf "$MAIL" ;; esac
  find "$RUN" -mindepth 1 -maxdepth 1 ! -name lock ! -path "$MARK" -exec rm -rf {} +
fi
KEEP=()
if [ $TEMPORARY = 0 ]; then
  [ -d "$(cat "$RUN/mail.folder" 2>/dev/null || true)" ] || mktemp -d /var/tmp/frontdesk-mail.XXXXXX >"$RUN/mail.folder"
  KEEP=(--folder "$(cat "$RUN/mail.folder")")
fi
RESUMED=0
[ ! -d "$RUN/data" ] || RESUMED=1

PIDS=()
stop_all() {
  trap - EXIT INT TERM
  for pid in "${PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${PIDS[@]}"; do wait "$pid" 2>/dev/null || true; done
}
trap stop_all EXIT
trap 'exit 0' INT TERM

rm -f "$RUN/mail.json"
"$BUILD/bin/rehearsal_mail_servers" "${KEEP[@]}" support@shop.test:rehearsal-support \
  customer@shop.test:rehearsal-customer >"$RUN/mail.json" 2>"$RUN/mail.log" &
PIDS+=($!)
for _ in $(seq 100); do
  [ -s "$RUN/mail.json" ] && break
  kill -0 "${PIDS[0]}" 2>/dev/null || { cat "$RUN/mail.log" >&2; echo "run: the mail servers did not start" >&2; exit 1; }
  sleep 0.1
done
field() { sed -n "s/.*\"$1\":\"\\{0,1\\}\\([^,\"]*\\)\"\\{0,1\\}.*/\\1/p" "$RUN/mail.json"; }
IMAPS=$(field imaps)
SMTP=$(field smtp)
CA=$(field ca_file)

# Only what ships: the build folder also holds the bad plugins of the tests.
mkdir -p "$RUN/plugins/email"
cp -f "$BUILD/plugins/email/email.so" "$BUILD/plugins/email/manifest.json" "$RUN/plugins/email/"

cat >"$RUN/frontdesk.yaml" <<YAML
listen: {address: 127.0.0.1, port: $PORT}
data_directory: $RUN/data
socket: $RUN/frontdesk.sock
web_root: $SOURCE/web_admin/dist
profile: $SOURCE/config/profile/sop.yaml
plugins:
  directories: [$RUN/plugins]
  host: $BUILD/bin/frontdesk-plugin-host
  readable: [$CA]
YAML
cat >"$RUN/channel.json" <<JSON
{"identity": {"address": "support@shop.test", "name": "演示小店"},
 "incoming": {"protocol": "imap", "host": "localhost", "port": $IMAPS, "security": "tls", "user": "support@shop.test"},
 "auth": {"method": "password", "password": "rehearsal-support"},
 "outgoing": {"host": "localhost", "port": $SMTP, "security": "none"},
 "advanced": {"ca_file": "$CA", "allow_private_network": true}}
JSON

"$BUILD/bin/frontdeskd" --config "$RUN/frontdesk.yaml" 2>>"$RUN/frontdeskd.log" &
DAEMON=$!
PIDS+=("$DAEMON")
frontdesk() { "$BUILD/bin/frontdesk" --socket "$RUN/frontdesk.sock" "$@"; }
for _ in $(seq 200); do
  frontdesk status >/dev/null 2>&1 && break
  kill -0 "$DAEMON" 2>/dev/null || { cat "$RUN/frontdeskd.log" >&2; echo "run: frontdeskd did not start" >&2; exit 1; }
  sleep 0.1
done
if [ $CHANNEL = 1 ] && [ -z "$(frontdesk --json channel list)" ]; then
  frontdesk channel add io.frontdesk.email "演示邮箱 Rehearsal mailbox" --config "$RUN/channel.json" >/dev/null ||
    echo "run: the rehearsal mailbox could not be added; see $RUN/frontdeskd.log" >&2
fi
# The plugin was copied from the build just now: a rebuilt one is no surprise, and would stop the mailbox.
if frontdesk --json plugin list | grep -q '"approval":{"state":"changed"'; then
  frontdesk plugin approve io.frontdesk.email >/dev/null ||
    echo "run: the rebuilt mail plugin could not be approved; see $RUN/frontdeskd.log" >&2
fi
printf '%s\n' "$DAEMON" >"$RUN/frontdeskd.pid"
if LINK=$(frontdesk --json setup link 2>/dev/null | sed -n 's/.*"url":"\([^"]*\)".*/\1/p') && [ -n "$LINK" ]; then
  OPEN="Open this link to make the first administrator (valid once, 24 h):"
else
  LINK=http://127.0.0.1:$PORT
  OPEN="The shop of the last start goes on. Open it and sign in (an empty one: ./dev run --fresh):"
fi

cat <<TEXT

  Frontdesk is running.  $OPEN

      $LINK

  A rehearsal mailbox is connected; customers write to it. Write yourself from a second terminal:

      ./dev mail "Where is my parcel?" "Order DD20240315001, my phone is 13800138000."

  Connect a mailbox of your own under Channels. What you answer arrives in the rehearsal customer's mailbox:
      IMAP localhost:$IMAPS, user customer@shop.test, password rehearsal-customer
  Log: $RUN/frontdeskd.log      Ctrl-C stops everything.

TEXT

if [ $CUSTOMERS = 1 ] && [ $RESUMED = 0 ]; then
  (
    for mail in "$SOURCE"/packaging/rehearsal/mails/*.eml; do
      "$SOURCE/packaging/rehearsal/mail.sh" "$RUN" --file "$mail" >/dev/null 2>&1 || true
      sleep 3
    done
  ) &
  PIDS+=($!)
fi
wait "$DAEMON"
