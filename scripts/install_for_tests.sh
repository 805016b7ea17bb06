#!/bin/sh
# Installs Debian's Chromium and PostgreSQL for the tests where they are missing and this machine lets us; otherwise
# changes nothing. tests/machine.py then says what was found: what is missing is skipped by name, or fails where CI is set.
set -eu

wanted=
chromium() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    [ -n "${CHROMIUM:-}" ]
}
postgresql() {
    command -v initdb >/dev/null 2>&1 || [ -n "${POSTGRESQL_BIN:-}" ] || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}
chromium || wanted="$wanted chromium"
postgresql || wanted="$wanted postgresql"
if [ -z "$wanted" ] || [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    exit 0
fi

echo "Installing for the tests:$wanted. About a minute, once."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # the packages are words of ours
if ! { apt-get update && apt-get install --yes --no-install-recommends $wanted; } >"$log" 2>&1; then
    echo "They could not be installed; apt-get said:" >&2
    tail -n 5 "$log" >&2
fi
