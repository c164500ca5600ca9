#!/bin/sh
# Makes data.tar.gz of this folder anew. Usage: make.sh FOLDER, a checkout of commit 96764b3 in which npm ci has run.
# It needs the Node of that checkout first in PATH.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
work=$(mktemp -d)
export KZ_DATA="$work/data" KZ_MQTT_PORT=0 KZ_MQTT_WS_PORT=0 KZ_HTTP_PORT=0 KZ_ADMIN_PASSWORD='a password for tests'
mkdir -m 700 "$KZ_DATA"
node register/main.ts --demo > /dev/null
node ingest/main.ts > "$work/ingest.log" & ingest=$!
node gateway/main.ts > "$work/gateway.log" & gateway=$!
until [ -f "$KZ_DATA/gateway.json" ] && [ -f "$KZ_DATA/ingest.json" ]; do sleep 0.2; done
fleet() { node device-sim/main.ts --devices 6 "$@" > "$work/fleet.log"; }
fleet --speed 60 --for 15s --faults bad-payload=0.2,duplicate=0.2
sleep 2
kill -9 $ingest          # what comes now waits in the journal
fleet --for 12s
kill $gateway
wait || true
cd "$work/data"
rm -f ./*.lock ./*.lock-journal gateway.json ingest.json
# Only to make it small; what is in the files stays.
node -e "for (const file of process.argv.slice(1)) { const d = new (require('node:sqlite').DatabaseSync)(file); d.exec('PRAGMA wal_checkpoint(TRUNCATE); VACUUM'); d.close() }" \
  ./*.sqlite journal/*.sqlite readings/*.sqlite
ls -l . journal readings
tar --owner=0 --group=0 --numeric-owner --sort=name -cf - . | gzip -9n > "$here/data.tar.gz"
rm -r "$work"
ls -l "$here/data.tar.gz"
