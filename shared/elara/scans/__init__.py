"""The life of a scan: created, advanced stage by stage, completed, failed, deleted."""
