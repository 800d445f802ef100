"""OpenRouter's chat completions: ``wire``, ``sse`` and ``errors`` are pure, ``client`` speaks HTTP."""
