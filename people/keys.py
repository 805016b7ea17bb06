"""Random keys that people and programs hold. Of each only the SHA-256 is kept, which opens nothing."""

import hashlib
import secrets

SESSION, API, LINK = "ras_", "rat_", "ral_"  # so that a key found lying about is known for what it is


def new_secret(sort: str) -> str:
    """A key of 256 random bits, with the beginning that tells its sort."""
    return sort + secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
