"""The editor's side: the only room that knows LSP. It translates, and decides nothing."""
