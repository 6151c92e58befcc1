"""From findings to the ledger, the score and the verdict. Pure."""
