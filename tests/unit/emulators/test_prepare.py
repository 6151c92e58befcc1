"""What is changed in a workflow before the library runs it."""

import copy

from emulators.workflows.prepare import argument_for, prepared

STEP = {
    "call": "http.post",
    "args": {"url": "https://x.test", "auth": {"type": "OIDC"}, "body": {"auth": "kept"}},
}


def test_only_the_auth_of_http_calls_is_left_out() -> None:
    workflow = {
        "main": {"steps": [{"a": {"try": STEP}}, {"b": {"call": "mine", "args": {"auth": 1}}}]}
    }
    before = copy.deepcopy(workflow)
    steps = prepared(workflow)["main"]["steps"]
    assert steps[0]["a"]["try"]["args"] == {"url": "https://x.test", "body": {"auth": "kept"}}
    assert steps[1]["b"]["args"] == {"auth": 1}
    assert workflow == before


def test_a_back_off_is_said_in_the_librarys_words_and_never_gives_up() -> None:
    asked = {"retry": {"max_retries": 3, "backoff": {"initial_delay": 2, "max_delay": 4}}}
    retry = prepared(asked)["retry"]
    assert retry["max_retries"] == 3
    assert retry["backoff"]["delay"] == 2
    assert retry["backoff"]["multiplier"] == 1.25
    assert retry["backoff"]["max_delay"] > 10**6


def test_a_retry_that_is_an_expression_stays_one() -> None:
    assert prepared({"retry": "${http.default_retry}"}) == {"retry": "${http.default_retry}"}


def test_main_gets_the_whole_argument_as_its_one_parameter() -> None:
    assert argument_for({"main": {"params": ["args"]}}, {"a": 1}) == {"args": {"a": 1}}
    assert argument_for({"main": {"params": [{"args": {}}]}}, [1]) == {"args": [1]}
    assert argument_for({"main": {"steps": []}}, {"a": 1}) == {}
    assert argument_for([{"a": {}}], {"a": 1}) == {}
