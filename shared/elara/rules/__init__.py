"""Detection rules: one pure file each, found by name. Knows evidence, never I/O."""
