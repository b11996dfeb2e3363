"""`vnreport serve`: the library over HTTP on this machine, for programs in other languages and for people."""
