"""May this request pass now: blocks, rates and results that are still fresh."""
