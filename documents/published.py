"""Every format of a published record, made from the record and from nothing else. The same record, the same bytes.

HTML is the original; its PDF and its plain text are made from it, and its parts are the text of the Akoma Ntoso. Each
function takes the ``address`` at which the record stands for good, without an ending: ``/decisions/d-…`` or the same
with the site's name before it. The other formats stand at that address with their endings.

A site that shows a record in a page of its own takes ``published_notices(record)`` and ``published_parts(record,
address, encoded)`` and sets them in their order:

    {% for part in parts %}
    <section class="{{ part.kind }}" aria-labelledby="{{ part.id }}">
    <h2 id="{{ part.id }}">{{ part.title }}</h2>
    {{ part.html }}
    </section>
    {% endfor %}

The HTML of a part is safe and has no class of the site's: tables (``facts``, ``law``, ``findings``, ``answers``,
``departures``) with captions and scoped headers, lists, quotations, paragraphs with ids such as ``para-3`` whose number
stands in ``span.number``, and below each ``h2`` the levels 3 and 4. ``span.hash`` must be let break anywhere. What a
site adds (proof, re-running, what is similar) stands between parts, which it knows by their ids: outcome, source,
summary, under-appeal, parties, decided-by, facts, law-applied, findings, section-ID, departures, answers, disposal,
not-decided, next-steps, corrections, redactions, worked-out, cite, version; of a scheme result: outcome, summary,
trust, actions, history, source, redactions, cite, version. ``encoded`` gives the address of the rule for a provision.
``PUBLISHED_STYLE_HASH`` is what a Content-Security-Policy names where the whole page of ``published_html`` is served.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from documents.as_pdf import pdf
from documents.published_akoma import published_akn
from documents.published_linked import published_jsonld
from documents.published_page import published_html
from documents.published_plain import published_text
from documents.record import Record
from documents.record_json import canonical


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the ending of its address, its media type, and what makes it of a record that stands at an address."""

    ending: str
    media_type: str
    make: Callable[[Record, str], bytes]


def published_pdf(record: Record, address: str) -> bytes:
    """The page of a record as PDF/UA. Its links need an address that names the site. Raises PDFUnavailable."""
    return pdf(published_html(record, address))


def _json(record: Record, _address: str) -> bytes:
    return canonical(record)


def _html(record: Record, address: str) -> bytes:
    return published_html(record, address).encode()


def _text(record: Record, address: str) -> bytes:
    return published_text(record, address).encode()


FORMATS_OF: Mapping[str, Format] = MappingProxyType(
    {
        "html": Format(".html", "text/html", _html),
        "json": Format(".json", "application/json", _json),
        "jsonld": Format(".jsonld", "application/ld+json", published_jsonld),
        "xml": Format(".xml", "application/akn+xml", published_akn),
        "pdf": Format(".pdf", "application/pdf", published_pdf),
        "txt": Format(".txt", "text/plain", _text),
    }
)
"""Every format of a record, by name. Texts are in UTF-8. Only the PDF can fail, where the machine cannot make one."""
