"""Following by e-mail what is published: who does, what is new for them, and what is still to be sent. Its public face.

What is new is read in the register, which knows nothing of who follows; it is told at seven in the morning in London,
or at once, whenever somebody looks (``due``, ``put_by``) and sends (``claim``, ``mail_of``, ``was_sent``).
"""

from casework.following.digests import Due, News, due, last_morning, looking_of, news_of, put_by
from casework.following.mails import Sites, mail_of
from casework.following.outbox import Claimed, Left, claim, left, try_again, was_put_off, was_refused, was_sent
from casework.following.subscribing import (
    CONFIRM_WITHIN,
    HOW_OFTEN,
    Asking,
    Follower,
    Following,
    confirm,
    erase_follower,
    follow,
    followers,
    forget_followers,
    standing,
    stop,
)

__all__ = [
    "CONFIRM_WITHIN",
    "HOW_OFTEN",
    "Asking",
    "Claimed",
    "Due",
    "Follower",
    "Following",
    "Left",
    "News",
    "Sites",
    "claim",
    "confirm",
    "due",
    "erase_follower",
    "follow",
    "followers",
    "forget_followers",
    "last_morning",
    "left",
    "looking_of",
    "mail_of",
    "news_of",
    "put_by",
    "standing",
    "stop",
    "try_again",
    "was_put_off",
    "was_refused",
    "was_sent",
]
