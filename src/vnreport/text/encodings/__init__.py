"""The encodings in which Vietnamese was written before Unicode: told from one another, decoded, mended.

TCVN3 (ABC), VNI, VISCII and Windows-1258 are detected by how well a decoding yields Vietnamese syllables; VPS and VIQR
are decoded on request. What stays unsure is refused, never guessed.
"""

from vnreport.text.encodings.detect import Decoded, UnknownEncoding, decode
from vnreport.text.encodings.mend import mend, mend_runs
from vnreport.text.encodings.tables import NAMES, decode_as, encode_as

__all__ = ["NAMES", "Decoded", "UnknownEncoding", "decode", "decode_as", "encode_as", "mend", "mend_runs"]
