"""Rules of `ti_lookup`: what a listing is worth, by authority and freshness.

One listing matches one of them: the kinds exclude each other.
"""
