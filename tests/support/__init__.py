"""What several rooms' tests share: an editor, and a sandbox with a small catalogue."""
