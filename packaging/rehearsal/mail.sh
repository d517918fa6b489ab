#!/usr/bin/env bash
# Sends one mail to the rehearsal shop's mailbox.
# Usage: mail.sh RUN SUBJECT [TEXT] [FROM]   or   mail.sh RUN --file MAIL.eml
set -euo pipefail
RUN=$1
shift
[ -s "$RUN/mail.json" ] || { echo "mail: the rehearsal is not running; start it with ./dev run" >&2; exit 1; }
[ $# -gt 0 ] || { echo "usage: ./dev mail SUBJECT [TEXT] [FROM]" >&2; exit 2; }
PORT=$(sed -n 's/.*"smtp":\([0-9]*\).*/\1/p' "$RUN/mail.json")
ID="$(date +%s%N).$$@shop.test"
MAIL=$(mktemp "$RUN/outgoing.XXXXXX")
trap 'rm -f "$MAIL"' EXIT
if [ "$1" = --file ]; then
  FROM=$(sed -n 's/^From:.*<\([^>]*\)>.*/\1/p' "$2" | head -n 1)
  { printf 'Message-ID: <%s>\r\nDate: %s\r\n' "$ID" "$(date -R)"; sed 's/\r*$/\r/' "$2"; } >"$MAIL"
else
  FROM=${3:-customer@shop.test}
  {
    printf 'Message-ID: <%s>\r\nDate: %s\r\nFrom: <%s>\r\nTo: support@shop.test\r\n' "$ID" "$(date -R)" "$FROM"
    printf 'Subject: =?utf-8?B?%s?=\r\n' "$(printf '%s' "$1" | base64 -w 0)"
    printf 'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%s\r\n' "${2:-$1}"
  } >"$MAIL"
fi
curl -sS --max-time 20 "smtp://127.0.0.1:$PORT" --user customer@shop.test:rehearsal-customer --mail-from "$FROM" --mail-rcpt support@shop.test --upload-file "$MAIL"
echo "sent from $FROM"
