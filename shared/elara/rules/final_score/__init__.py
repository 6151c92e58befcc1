"""Rules of `final_score`: agreement between independent stages."""
