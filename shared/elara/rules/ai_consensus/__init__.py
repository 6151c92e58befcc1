"""Rules of `ai_consensus`: what the panel's opinion is worth."""
