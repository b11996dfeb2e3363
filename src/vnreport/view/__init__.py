"""A report as a page to look at: one HTML document that holds everything it needs.

`page.render` makes it, `notebook.frame` puts it into a notebook. The room takes a `Report` and knows nothing of files.
Words of the page stand in `texts.tsv`, its look in `page.css`, what it does in `page.js`, its skeleton in `page.html`.
"""
