"""Before any page of the desk: no form from elsewhere, somebody who signed in whole, and an act that is theirs.

A form that comes when its session has ended is not done, and what was typed is not lost: ``carried`` takes it along.
"""

from flask import abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import people
from casework import NotAllowed
from people import Session
from web.desk import carried, signed_in, whence
from web.desk.addresses import Address
from web.desk.coming_in import STEPS, Way, kept_nowhere, lead_on

OPENED_BEFORE = (
    "The page with this form was opened in an earlier session of yours, so nothing was done. Open it again, and send "
    "it from there."
)


def check(address: Address) -> ResponseReturnValue | None:
    """What is answered instead of the page, where it may not be shown. Raises NotAllowed, HTTPException."""
    request.max_content_length = address.largest
    sent = request.method == "POST"
    if sent:
        whence.refuse_from_elsewhere()
    if address.act is None:
        request.max_form_memory_size = address.largest
        return None
    session = signed_in.session()
    if session is None or session.next:
        return _not_done(address, session) if sent else _led_to_sign_in(session)
    ours = not sent or _is_sent_by_us()
    if not people.may_at_all(session.actor, address.act):
        return _without_a_role(address.act, session)
    g.act = address.act
    return None if ours else _opened_before(address)


def _led_to_sign_in(session: Session | None) -> ResponseReturnValue:
    """To the step that is to be done first, and then on to the page that was asked for."""
    return redirect(url_for(STEPS[session.next if session else ""], next=request.full_path.rstrip("?")), 303)


def _not_done(address: Address, session: Session | None) -> ResponseReturnValue:
    """A form that came without anybody signed in whole: what was typed goes along where it is known to be ours."""
    ours, back = whence.has_token() or (session is not None and whence.from_here()), carried.page_of(request.path)
    if session is not None and not ours:
        abort(403, whence.FROM_ELSEWHERE)
    if ours and address.carries:
        return lead_on(Way(back, carried.of_request()), status=401)
    step = STEPS[session.next if session else ""]
    return redirect(url_for(step, next=back or None, lost="yes"), 303)


def _is_sent_by_us() -> bool:
    """Whether a form carries the token of its sender's session. 403 where it is of no page of ours at all."""
    ours = whence.has_token()
    if not ours and not whence.from_here():
        abort(403, whence.FROM_ELSEWHERE)
    return ours


def _opened_before(address: Address) -> ResponseReturnValue:
    """A form of ours, of an earlier session: its sender looks at it once more, and sends it as who they are now."""
    if not address.carries:
        abort(403, OPENED_BEFORE)
    return lead_on(Way(carried=carried.of_request()), status=403)


def _without_a_role(act: str, session: Session) -> ResponseReturnValue:
    """Whoever holds no role at all is told so, and can sign out. Raises NotAllowed for everybody else."""
    if session.actor.roles:
        raise NotAllowed(act)
    return kept_nowhere(make_response(render_template("desk/no_role.html", name=session.actor.name, errors={}), 403))
