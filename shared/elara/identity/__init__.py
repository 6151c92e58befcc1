"""Who is calling, and for which organisation."""
