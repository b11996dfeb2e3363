"""Components for other tools: each module needs the package that it is for, and is loaded when that is used."""
