"""Settings: safe defaults, clear errors, no secrets in their repr."""

import pytest

from elara.runtime.settings import Settings
from elara.runtime.trace import trace_id_of


def test_defaults_are_the_real_world_without_keys() -> None:
    settings = Settings.from_env({})
    assert not settings.emulated
    assert settings.provider_key("urlhaus") == ""
    assert settings.provider_url("urlhaus", "https://real.example") == "https://real.example"


def test_the_environment_decides() -> None:
    given = {
        "ELARA_WORLD": "emulated",
        "ELARA_RETENTION_DAYS": "7",
        "ELARA_PROVIDERS": "http://127.0.0.1:1/{name}",
        "ELARA_URLHAUS_KEY": "hush-hush",
    }
    settings = Settings.from_env(given)
    assert settings.emulated
    assert settings.retention_days == 7
    assert settings.provider_url("rdap", "x") == "http://127.0.0.1:1/rdap"
    assert settings.provider_key("urlhaus") == "hush-hush"
    assert "hush-hush" not in repr(settings)


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="seven"):
        Settings.from_env({"ELARA_RETENTION_DAYS": "seven"})


def test_a_trace_is_continued_or_begun() -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    assert trace_id_of(f"00-{trace}-00f067aa0ba902b7-01") == trace
    for bad in (None, "", "00-" + "0" * 32 + "-00f067aa0ba902b7-01", f"00-{trace}", "x" * 5000):
        begun = trace_id_of(bad)
        assert len(begun) == 32
        assert begun not in (trace, "0" * 32)
