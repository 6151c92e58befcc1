"""How good the scores are: measures over labelled URLs, their intervals, and the report. Pure."""
