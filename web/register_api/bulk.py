"""The whole register as files, with their hashes: of one state of the log, and new ones as soon as it grows."""

import json
from pathlib import Path

from flask import Response, send_file

from register import BULK_FILES, BULK_MANIFEST, bulk_files
from schemas.publications import BulkManifest
from web.api.body import refuse_parameters
from web.api.errors import refuse
from web.api.operations import AsItIs, Blueprint, operation
from web.negotiation import CACHES
from web.register_api.answering import COMMON, answer
from web.shelf import shelf, site

_WAIT = 3.0  # seconds for files that are being made for somebody else; they take longer in a large register alone
_PROBLEMS = (*COMMON, "being-made", "disk-full")

blueprint = Blueprint("bulk", __name__, url_prefix="/api/v1", description="Everything that is published.")
blueprint.before_request(refuse_parameters)


@operation(blueprint, "GET", "/bulk", BulkManifest, None, *_PROBLEMS, act=None)
def get_bulk() -> Response:
    """The manifest: each file of the whole register, with its size and hash, and the state of the log that it is of."""
    said = json.loads(_made(BULK_MANIFEST).read_text("utf-8"))
    files = [{**each, "url": f"{site()}/api/v1/bulk/{each['name']}"} for each in said["files"]]
    return answer(BulkManifest, {**said, "files": files})


@operation(blueprint, "GET", "/bulk/<name>", AsItIs("*/*"), None, *_PROBLEMS, "not-found", act=None)
def get_bulk_file(name: str) -> Response:
    """One of the files that the manifest names, or the manifest as it is."""
    if name not in BULK_FILES:
        raise refuse("not-found", f"There is no such file. There are {', '.join(BULK_FILES)}.")
    path = _made(name)
    etag = f"{path.parent.name}-{name}"  # the folder is named after the state of the log
    response = send_file(
        path.absolute(), BULK_FILES[name], as_attachment=True, download_name=f"rationale-{name}", etag=etag
    )
    response.headers["Cache-Control"] = CACHES
    return response


def _made(name: str) -> Path:
    """A file of the register as it stands now. Raises BulkBeingMade while somebody else has it made."""
    try:
        return _file(name)
    except FileNotFoundError:  # another request found that the log had grown, and took the old files away
        return _file(name)


def _file(name: str) -> Path:
    path = bulk_files(shelf().reading, shelf().bulk_dir, wait=_WAIT) / name
    path.stat()
    return path
