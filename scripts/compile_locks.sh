#!/bin/sh
# Compiles the three hash locks from the ranges in pyproject.toml, for every Python that the project supports.
# The run lock comes first; the other two may add to it but never differ from it.
# What only another Python than CPython needs (brotlicffi) is left out: nobody could install it, or say its licence.
# What a lock holds already stays; `make locks UPGRADE=1` takes the newest versions that the ranges allow.
set -eu
cd "$(dirname "$0")/.."

compile() {
    lock=$1
    shift
    uv pip compile pyproject.toml --group build "$@" ${UPGRADE:+--upgrade} --universal --python-version 3.11 \
        --no-emit-package brotlicffi \
        --generate-hashes --quiet --no-emit-index-url --custom-compile-command "make locks" \
        --output-file "requirements/$lock.lock" >/dev/null
}

compile run
compile test --group test --constraint requirements/run.lock
compile bench --group bench --constraint requirements/run.lock
