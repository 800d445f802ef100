"""What is said of a cancelled call."""

import pytest

from tierline.openrouter.cancelling import GO_ON, STOP, after_cancel


@pytest.mark.parametrize(
    ("provider", "said"),
    [
        ("DeepInfra", "DeepInfra stops billing at once"),
        ("SF Compute", "stops billing at once"),
        ("Groq", "Groq can't be stopped"),
        ("Amazon Bedrock", "may go on writing and billing"),
        ("Google AI Studio", "may go on writing and billing"),
        ("Nobody Knows", "is not known"),
        ("", "may still be billed"),
    ],
)
def test_a_cancel_says_whether_the_provider_goes_on(provider: str, said: str) -> None:
    assert said in after_cancel(provider)


def test_no_provider_is_listed_twice() -> None:
    assert not STOP & GO_ON
