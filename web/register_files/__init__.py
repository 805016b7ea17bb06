"""What stands beside the public pages to be taken along: proofs, bundles, feeds, and what search engines read.

``register_files`` is the blueprint; this table holds every address of it.
"""

from flask import Blueprint

from web.register_files import downloads, feed, sitemap

register_files = Blueprint("register_files", __name__)

for _folder in ("decisions", "scheme-results"):
    for _where in (f"/{_folder}/<said>", f"/{_folder}/<said>/versions/<number>"):
        register_files.add_url_rule(f"{_where}/proof", view_func=downloads.proof)
        register_files.add_url_rule(f"{_where}/bundle.zip", view_func=downloads.whole_bundle)
register_files.add_url_rule("/decisions/reference/<path:name>", view_func=downloads.by_name)
register_files.add_url_rule("/decisions/feed.atom", view_func=feed.atom)
register_files.add_url_rule("/sitemap.xml", view_func=sitemap.whole)
register_files.add_url_rule("/sitemap/<part>.xml", view_func=sitemap.one_part)
register_files.add_url_rule("/robots.txt", view_func=sitemap.robots)

__all__ = ["register_files"]
