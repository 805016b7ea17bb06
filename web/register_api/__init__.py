"""The register as programs are given it: publications, the log, and everything as files. Nobody needs a key.

It imports nothing of the office: ``ALONE`` is the whole API of a site that has nothing but the register and the rules.
"""

from web.api import public
from web.register_api import bulk, health, log, publications

BLUEPRINTS = (publications.blueprint, log.blueprint, bulk.blueprint)
ALONE = (*public.BLUEPRINTS, *BLUEPRINTS, health.blueprint)

__all__ = ["ALONE", "BLUEPRINTS"]
