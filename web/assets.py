"""Style sheets and images, compressed once and served beside the application by whitenoise."""

import gzip
import hashlib
from pathlib import Path
from uuid import uuid4
from wsgiref.headers import Headers
from wsgiref.types import WSGIApplication

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise  # type: ignore[import-untyped]  # whitenoise publishes no types

from web.security import HEADERS

_STATIC = Path(__file__).parent / "static"
_TEXT = {".css", ".js", ".svg", ".json"}
_SHORT = 500


def set_up(app: Flask, data_dir: Path, proxies: int) -> None:
    """Serve /static beside the application; ``proxies`` of ours stand before it and say who asks."""
    app.wsgi_app = beside(app.wsgi_app, data_dir)  # type: ignore[assignment, method-assign]  # Flask's way
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]  # Flask's way


def beside(application: WSGIApplication, data_dir: Path) -> WSGIApplication:
    """The application with /static served beside it; the compressed copies are kept under ``data_dir``."""
    served: WSGIApplication = WhiteNoise(
        application,
        root=_compressed(data_dir / "static"),
        prefix="static/",
        max_age=3600,
        allow_all_origins=False,
        add_headers_function=_secure,
    )
    return served


def _secure(headers: Headers, _path: str, _url: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value


def _compressed(root: Path) -> Path:
    """A copy of the static files with a .gz beside each text, in a folder named after what they hold."""
    files = {path.relative_to(_STATIC): path.read_bytes() for path in sorted(_STATIC.rglob("*")) if path.is_file()}
    contents = b"".join(str(name).encode() + hashlib.sha256(held).digest() for name, held in files.items())
    folder = root / hashlib.sha256(contents).hexdigest()[:16]
    for name, held in files.items():
        _write(folder / name, held)
        if name.suffix in _TEXT and len(held) > _SHORT:
            _write(folder / f"{name}.gz", gzip.compress(held, mtime=0))
    return folder


def _write(path: Path, held: bytes) -> None:
    """Whole or not at all: several processes may start at once."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f".{path.name}.{uuid4().hex}")
        made.write_bytes(held)
        made.replace(path)
