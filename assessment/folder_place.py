"""One folder of a trust's: the facts of its JSON files, and the tables beside them. All of it is read, or told of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assessment.private_texts import private_faults
from assessment.strict_json import read_json
from engine import Fault, Records, RuleSet, nearest
from evidence import ImportRefused, masked, read_table, state

FACTS_KEYS = ("facts", "judgements", "complete")
_TABLES = (".csv", ".xlsx")
_ITEMS = "items"  # each of which tells of its own
_NOT_OURS = (".", "~$", "readme")  # how the names begin of what systems and people leave beside files


@dataclass
class Place:
    """What is stated in one folder by name, and where each stands: ``north/facts.json, /facts/NAME``, or a file."""

    folder: Path
    shown: str  # what its files' names begin with: nothing for the trust's own folder, else ``north/``
    stated: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)  # the files and folders that have been read

    def wrong(self, file: str, message: str, where: str = "") -> None:
        """One more fault, of a file of this folder and perhaps a place in it."""
        self.faults.append(Fault(f"{self.shown}{file}{f', {where}' if where else ''}", message))

    def json(self, file: str, keys: tuple[str, ...]) -> dict[str, Any]:
        """What a JSON file of this folder holds; nothing where all of it is at fault, or holds an NHS number."""
        self.seen.add(file)
        try:
            said = read_json(self.folder / file)
        except FileNotFoundError:
            self.wrong(file, "this file is missing: it holds what is stated, and may be {}")
        except OSError as error:
            self.wrong(file, f"this file cannot be read: {error.strerror}")
        except ValueError as wrong:
            self.wrong(file, str(wrong))
        else:
            if private := [*private_faults({key: each for key, each in said.items() if key != _ITEMS}, "")]:
                for each in private:  # and nothing else, since what else is told may show what stands there
                    self.wrong(file, each.message, each.where)
                return {}
            for key in said:
                if key not in keys:
                    self.wrong(file, f"nothing of this name stands here.{nearest(key, keys)}", f"/{key}")
            return said
        return {}

    def take_facts(self, file: str, said: Mapping[str, Any]) -> None:
        """Facts and judgements, each under its name."""
        for key in ("facts", "judgements"):
            for name, each in self._named(file, said, key).items():
                if name in self.stated:
                    self.wrong(file, f"this stands at {self.places[name]} too: state it once", f"/{key}/{name}")
                else:
                    self.stated[name], self.places[name] = each, f"{self.shown}{file}, /{key}/{name}"

    def take_tables(self, asking: Mapping[str, RuleSet], file: str, said: Mapping[str, Any]) -> None:
        """Every table of the folder, each with the rule set of ``asking`` that asks for it, by the table's name.

        ``complete`` of the JSON file says of which of them these are all the rows.
        """
        complete = dict(self._who(file, self._named(file, said, "complete")))
        found: dict[str, Path] = {}
        for path in self.unread():
            if path.suffix.lower() not in _TABLES:
                self.wrong(
                    path.name, "nothing here reads this: facts stand in .json files, and tables in .csv or .xlsx"
                )
            elif path.stem not in asking:
                told = f"the file of a table is named after the table.{nearest(path.stem, asking)}"
                self.wrong(path.name, told)
            elif path.stem in found:
                self.wrong(path.name, f"{found[path.stem].name} is the same table: keep one of the two")
            else:
                found[path.stem] = path
        for name in sorted(complete.keys() - found.keys()):
            self.wrong(
                file, "there is no file of this table here, so that nothing can be complete", f"/complete/{name}"
            )
        for name, path in found.items():
            self._take_table(asking[name], asking[name].tables[name], path, complete.get(name, ""))

    def unread(self) -> list[Path]:
        """The files and folders that nothing has read yet, but for what systems and people leave beside."""
        paths = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        return [path for path in paths if path.name not in self.seen and not path.name.lower().startswith(_NOT_OURS)]

    def _named(self, file: str, said: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        """What stands under a key that holds names."""
        names = said.get(key, {})
        if isinstance(names, dict):
            return names
        self.wrong(file, "this is an object: {NAME: what is said of it, …}", f"/{key}")
        return {}

    def _who(self, file: str, said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for name, by in said.items():
            if isinstance(by, str) and any(letter.isalpha() for letter in by):
                yield name, by.strip()
            else:
                told = "this is the name of the person who says that these are all the rows there are"
                self.wrong(file, told, f"/complete/{name}")

    def _take_table(self, rule_set: RuleSet, records: Records, path: Path, by: str) -> None:
        if records.name in self.places:
            self.wrong(path.name, f"this table stands at {self.places[records.name]} too: keep one of the two")
            return
        self.places[records.name] = f"{self.shown}{path.name}"
        try:
            read = read_table(records, path, name=f"{self.shown}{path.name}")
            self.stated[records.name] = state(rule_set, records.name, read, by)
        except ImportRefused as refused:
            for each in refused.faults:
                self.wrong(path.name, masked(each.message), masked(str(each.place)))
            if refused.more:
                self.wrong(path.name, f"… and {refused.more} more of the same file")
        except OSError as error:
            self.wrong(path.name, f"this file cannot be read: {error.strerror}")
