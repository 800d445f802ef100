"""One task through the house: classify, decide, ask, score, once more if need be. No editor, no HTTP."""
