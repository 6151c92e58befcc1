"""Elara: scans URLs for phishing and malware and explains the risk point by point."""
