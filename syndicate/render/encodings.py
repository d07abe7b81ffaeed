"""In which encodings do feeds leave, beside as they are? (RFC 9110 §8.4, RFC 7932, RFC 1952)"""

import gzip
from collections.abc import Callable, Mapping

import brotli

ENCODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=9),
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
}
"""What compresses, by the name of its encoding, the one to prefer first. Twice gives the same."""
