"""The page behind a URL, fetched safely. The only noun that touches hostile hosts."""
