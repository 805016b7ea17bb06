"""What stops an act in anything that is kept, told to whoever must act. Nothing was stored where one is raised."""

from collections.abc import Mapping
from typing import ClassVar


class NotFound(Exception):
    """What is not there, and just the same what the actor may not see."""

    def __init__(self) -> None:
        super().__init__("There is nothing here that you may see. Check the reference, or ask who gave it to you.")


class NotAllowed(Exception):
    """The actor sees it, and may not do this. Each room says in ``words`` what its acts are called."""

    words: ClassVar[Mapping[str, str]] = {}

    def __init__(self, act: str) -> None:
        self.act = act
        what = self.words.get(act, f"do this ({act})")
        super().__init__(f"You may not {what}. Ask somebody whose role allows it, or an administrator for the role.")


class Stale(Exception):
    """Somebody else changed it since the actor read it. ``of``: how it is called, at the beginning of a sentence."""

    def __init__(self, of: str, expected: int) -> None:
        self.expected = expected
        super().__init__(
            f"{of} was changed by somebody else since you read it (you had version {expected}). "
            "Nothing was stored. Read it again, see what changed, and then do what is still to be done."
        )
