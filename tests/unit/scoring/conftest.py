"""The long run of the laws, 100 000 cases each:

    make test T="tests/unit/scoring --hypothesis-profile=long"

Without it each law sees hypothesis' usual hundred.
"""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "long",
    max_examples=100_000,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
