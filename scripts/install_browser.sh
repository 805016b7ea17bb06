#!/bin/sh
# Installs Debian's Chromium for the page tests where it is missing and this machine lets us; otherwise changes nothing.
# tests/machine.py then says what was found: without a browser the page tests are skipped by name, or fail where CI is set.
set -eu

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
if [ -n "${CHROMIUM:-}" ] || [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    exit 0
fi

echo "Installing Chromium for the page tests: about a minute, once."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update && apt-get install --yes --no-install-recommends chromium; } >"$log" 2>&1; then
    echo "Chromium could not be installed; apt-get said:" >&2
    tail -n 5 "$log" >&2
fi
