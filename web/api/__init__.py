"""The API: JSON in, JSON out, described at /openapi.json and read at /docs.

It imports nothing here, so that the public site can have what everybody may ask for and nothing else:
web.api.blueprints has the whole of it, beside the office, and web.register_api what stands alone.
"""
