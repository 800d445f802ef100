"""What one task keeps from leaving: its secrets, masked in every request and restored in every answer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tierline.openrouter.wire import Message
from tierline.privacy import Vault, mask

NO_VAULT = Vault()


class Secrets:
    """The secrets of one task, in all its requests. Its repr tells none."""

    def __init__(self, known: Sequence[str] = (), *, detect: bool = True) -> None:
        """Mask ``known`` values wherever they stand, and what the detectors find unless ``detect`` is false."""
        self._known = known
        self._detect = detect
        self._sealed: dict[tuple[Message, ...], tuple[Message, ...]] = {}
        self._vaults: dict[tuple[Message, ...], Vault] = {}

    def seal(self, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        """Return the messages as they may leave. Blocks for as long as the detectors need."""
        sealed = self._sealed.get(messages)
        if sealed is None:
            texts, vault = mask([message.content for message in messages], self._known, detect=self._detect)
            sealed = tuple(replace(message, content=text) for message, text in zip(messages, texts, strict=True))
            self._sealed[messages], self._vaults[sealed] = sealed, vault
        return sealed

    def vault(self, sealed: tuple[Message, ...]) -> Vault:
        """Return what restores the answer to messages that were sealed here."""
        return self._vaults.get(sealed, NO_VAULT)

    @property
    def masked(self) -> Mapping[str, int]:
        """How many different secrets were kept back, by what kind they are."""
        kinds = {
            secret: vault.kinds[placeholder]
            for vault in self._vaults.values()
            for placeholder, secret in vault.secrets.items()
        }
        return dict(sorted(Counter(kinds.values()).items()))
