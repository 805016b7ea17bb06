"""Heads that were kept elsewhere: all can be listed again, and each is compared with a proof of any later day."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import rfc8785
from click.testing import CliRunner, Result

from cli import main
from register import Publishing, publish, sign_head
from tests.register.finding import LARKMERE
from tests.register.making import at, decision_record
from tests.web.described import as_described
from tests.web.paging import BROWSER, read
from tests.web.published import KEY, Site, site

HEADS = "/api/v1/log/heads"
A_DAY = 24 * 60


@pytest.fixture
def place(tmp_path: Path, empty_register: Path) -> Iterator[Site]:
    made = site(tmp_path, empty_register)
    yield made
    made.close()


def next_day(place: Site, day: int, *, published: int | None = None) -> None:
    """Sign the log a day later; ``published``: the number of a decision that goes out before."""
    with place.database.writing() as connection:
        if published is not None:
            publish(connection, at(A_DAY * day), Publishing(decision_record(published)))
        sign_head(connection, at(A_DAY * day + 1), KEY)


def verify(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["verify", *map(str, arguments)])


def test_every_head_is_listed_page_by_page_though_nothing_was_published_for_days(place: Site) -> None:
    for day in range(1, 5):
        next_day(place, day)
    next_day(place, 5, published=20)
    path, found = f"{HEADS}?size=2", list[dict[str, object]]()
    while path:
        answer = as_described(place.client.application, place.client.get(path))
        found += answer.get_json()["items"]
        link = answer.headers.get("Link", "")
        assert link == "" or link.endswith('; rel="next"')
        path = link.partition("<")[2].partition(">")[0]
    assert found == place.client.get(HEADS).get_json()["items"]
    assert len({str(each["at"]) for each in found}) == 6
    assert [each["tree_size"] for each in found].count(found[1]["tree_size"]) == 5


def test_a_head_that_was_kept_is_compared_with_a_proof_of_today(place: Site, tmp_path: Path) -> None:
    """The command says what to download, and that compares them; a register that was rewritten since is found."""
    kept, proof, grown = (tmp_path / f"{name}.json" for name in ("kept", "proof", "grown"))
    kept.write_bytes(place.client.get("/api/v1/log/head").data)
    next_day(place, 1, published=20)
    proof.write_bytes(place.client.get(f"/decisions/{LARKMERE.id}/proof").data)
    alone = verify(proof, "--head", kept)
    advised = re.search(r"download (\S+) from the register", alone.stdout.replace("\n", " "))
    assert (alone.exit_code, "Open: The head that you gave is of" in alone.stdout) == (0, True)
    assert advised is not None
    grown.write_bytes(place.client.get(advised[1]).data)
    same = verify(proof, "--head", kept, "--consistency", grown)
    assert same.exit_code == 0
    assert "Holds: The log of this proof begins with the log of the head that you gave." in same.stdout

    said = json.loads(kept.read_bytes()) | {"root": "ab" * 32}
    said.pop("signature")
    kept.write_bytes(rfc8785.dumps({**said, "signature": KEY.sign(rfc8785.dumps(said)).hex()}))
    other = verify(proof, "--head", kept, "--consistency", grown)
    assert other.exit_code == 1
    assert "Does not hold: This is not the same log: that of this proof does not begin with" in other.stdout
    assert other.stderr == f"{proof} does not prove what it says.\n"


def test_so_it_is_on_the_server(place: Site) -> None:
    kept = place.client.get("/api/v1/log/head").data
    next_day(place, 1, published=20)
    sizes = [each["tree_size"] for each in place.client.get(HEADS).get_json()["items"]]
    grown = place.client.get(f"/api/v1/log/consistency?first={sizes[1]}&second={sizes[0]}").data
    proof = place.client.get(f"/decisions/{LARKMERE.id}/proof").data
    files = {"proof": proof, "head": kept, "consistency": grown}
    data = {name: (BytesIO(held), f"{name}.json") for name, held in files.items()}
    page = read(place.client.post("/verify", data=data, headers=BROWSER))
    assert "The log of this proof begins with the log of the head that you gave." in page.text
