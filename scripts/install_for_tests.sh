#!/bin/sh
# Installs Debian's Chromium (without a window), PostgreSQL and Pango for the tests where they are missing and we may;
# otherwise changes nothing. With the argument `proof` also what only the long tests use: LibreOffice's Writer and Calc,
# which open documents and workbooks, and the proxies and the manager of services of docs/running/service.md.
# tests/machine.py then says what was found: what is missing is skipped by name, or fails where CI is set.
set -eu

wanted=
# No function may bear the name of a program: `command -v` would find the function.
has_chromium() {
    for name in chromium-headless-shell chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    [ -n "${CHROMIUM:-}" ]
}
has_postgresql() {
    command -v initdb >/dev/null 2>&1 || [ -n "${POSTGRESQL_BIN:-}" ] || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}
has_pango() {
    PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q 'libpangoft2-1\.0\.so\.0'
}
has_libreoffice() {
    command -v soffice >/dev/null 2>&1 && ls /usr/lib/libreoffice/program/libsclo.so >/dev/null 2>&1
}
has_chromium || wanted="$wanted chromium-headless-shell"
has_postgresql || wanted="$wanted postgresql"
has_pango || wanted="$wanted libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
if [ "${1:-}" = proof ]; then
    has_libreoffice || wanted="$wanted libreoffice-writer-nogui libreoffice-calc-nogui"
    for proxy in nginx caddy; do
        command -v $proxy >/dev/null 2>&1 || wanted="$wanted $proxy"
    done
    command -v systemd-analyze >/dev/null 2>&1 || wanted="$wanted systemd"
fi
if [ -z "$wanted" ] || [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    exit 0
fi

echo "Installing for the tests:$wanted. A minute or two, once."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
install() {
    apt-get update || return 1
    # Where there is no Chromium without a window, the one with a window does as well, only slower.
    apt-cache show chromium-headless-shell || wanted=$(echo "$wanted" | sed 's/chromium-headless-shell/chromium/')
    # shellcheck disable=SC2086  # the packages are words of ours
    apt-get install --yes --no-install-recommends $wanted
}
if ! install >"$log" 2>&1; then
    echo "They could not be installed; apt-get said:" >&2
    tail -n 5 "$log" >&2
fi
