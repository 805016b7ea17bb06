"""Run by itself: the public site in a process of its own, which tells what it imported, opened and was answered.

What is opened is heard of by Python's own audit hook, from before the first import of ours.
"""

import json
import sys
from pathlib import Path

OPENED: set[str] = set()


def hear(event: str, arguments: tuple[object, ...]) -> None:
    """Note what is opened, and which databases."""
    if event in ("open", "sqlite3.connect") and isinstance(arguments[0], str | bytes):
        said = arguments[0]
        OPENED.add(said if isinstance(said, str) else said.decode(errors="replace"))


def main() -> None:
    """Ask for every page that needs no name, and for the addresses that are given, and print what came of it."""
    sys.addaudithook(hear)
    from register_app import create_register_app  # noqa: PLC0415  # the hook must hear of it

    app = create_register_app()
    plain = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments}
    client = app.test_client()
    statuses = {path: client.get(path).status_code for path in sorted({*plain, *sys.argv[1:]})}
    held = [str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink() and each.exists()]
    settings = {name: str(value) for name, value in app.config.items()}
    told = {"modules": sorted(sys.modules), "opened": sorted(OPENED), "held": held, "statuses": statuses}
    sys.stdout.write(json.dumps({**told, "settings": settings, "extensions": sorted(app.extensions)}))


if __name__ == "__main__":
    main()
