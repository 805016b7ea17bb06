"""What stops an act in the register, told to whoever must act. Nothing was stored where one of these is raised."""


class RegisterRefused(ValueError):
    """What was to be published, withdrawn or signed does not fit what stands in the register."""


class NotHeld(LookupError):
    """The register does not hold what was asked for, or holds it no longer."""


class NotInLog(LookupError):
    """A leaf, or a size of the log, that the log does not have."""
