"""What sets the PDFs: WeasyPrint, with our fonts and nothing from elsewhere. To import it needs Pango."""

import hashlib

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from documents import fonts


def set_pages(html: str) -> bytes:
    """The page as PDF/UA. Its identifier is the hash of the HTML, so that the same HTML gives the same bytes."""
    ours, known = _OurFonts(), FontConfiguration()
    made: bytes = weasyprint.HTML(string=html, url_fetcher=ours).write_pdf(
        stylesheets=[weasyprint.CSS(string=fonts.styles(), font_config=known, url_fetcher=ours)],
        font_config=known,
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(html.encode()).hexdigest()[:32].encode(),
    )
    return made


class _OurFonts(URLFetcher):  # type: ignore[misc]  # WeasyPrint publishes no types
    """Gives out our fonts. Whatever else a page asks for is not there, on the network or in a file."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The font at this address. Raises ValueError for every other."""
        try:
            return URLFetcherResponse(url, fonts.content(url))
        except KeyError:
            raise ValueError(f"a document takes nothing from elsewhere, and asked for {url}") from None
