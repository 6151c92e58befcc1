"""The fake internet: one DNS server and one web server that play every site in `sites/`."""
