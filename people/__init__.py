"""People: accounts, sign-in, sessions, tokens, links, absence, and the one table of rights. Its public face.

What is secret is kept as a hash, or sealed with a key that the caller holds. Every function that touches the database
takes a connection, and whatever changes an account or a key returns an ``Entry`` for the caller to record.
"""

from people.absences import (
    Absence,
    absences,
    end_absence,
    state_absence,
    who_does_the_work_of,
    whose_work_falls_to,
)
from people.accounts import (
    Added,
    Person,
    add,
    by_email,
    by_id,
    change,
    come_back,
    everybody,
    leave,
    link_elsewhere,
    names,
    reset,
)
from people.actor import Actor, Entry, PeopleRefused, Role
from people.arrivals import sign_in_from
from people.attempts import forget_attempts
from people.held import actor, held
from people.issuers import Issuer, OidcRefused
from people.links import NewLink, UsedLink, link_stands, make_link, revoke_link, use_link
from people.oidc import Departure, Identity, arrive, depart
from people.passwords import FEWEST, Password, choose, one_time
from people.rights import ACTS, Act, UnknownAct, for_tokens, may
from people.roles import ROLES, RoleKind, give, role, shown, take
from people.sealing import new_sealing_key, sealing_keys
from people.second_factor import Offer, OtherKey, give_code, offer, seal_anew, set_up
from people.sessions import (
    NewSession,
    OpenSession,
    Session,
    SessionRules,
    end,
    end_all,
    forget_sessions,
    open_session,
    rise,
    seen,
    sessions_of,
    whose_session,
)
from people.sign_in import Attempt, Compared, NotSignedIn, begin, change_password, compare_password, finish
from people.tokens import Bearer, NewToken, Token, add_token, revoke_token, tokens_of, used, whose_token

__all__ = [
    "ACTS",
    "FEWEST",
    "ROLES",
    "Absence",
    "Act",
    "Actor",
    "Added",
    "Attempt",
    "Bearer",
    "Compared",
    "Departure",
    "Entry",
    "Identity",
    "Issuer",
    "NewLink",
    "NewSession",
    "NewToken",
    "NotSignedIn",
    "Offer",
    "OidcRefused",
    "OpenSession",
    "OtherKey",
    "Password",
    "PeopleRefused",
    "Person",
    "Role",
    "RoleKind",
    "Session",
    "SessionRules",
    "Token",
    "UnknownAct",
    "UsedLink",
    "absences",
    "actor",
    "add",
    "add_token",
    "arrive",
    "begin",
    "by_email",
    "by_id",
    "change",
    "change_password",
    "choose",
    "come_back",
    "compare_password",
    "depart",
    "end",
    "end_absence",
    "end_all",
    "everybody",
    "finish",
    "for_tokens",
    "forget_attempts",
    "forget_sessions",
    "give",
    "give_code",
    "held",
    "leave",
    "link_elsewhere",
    "link_stands",
    "make_link",
    "may",
    "names",
    "new_sealing_key",
    "offer",
    "one_time",
    "open_session",
    "reset",
    "revoke_link",
    "revoke_token",
    "rise",
    "role",
    "seal_anew",
    "sealing_keys",
    "seen",
    "sessions_of",
    "set_up",
    "shown",
    "sign_in_from",
    "state_absence",
    "take",
    "tokens_of",
    "use_link",
    "used",
    "who_does_the_work_of",
    "whose_session",
    "whose_token",
    "whose_work_falls_to",
]
