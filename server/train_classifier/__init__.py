"""What fits the classifier's data files on public tasks with known outcomes. Not shipped."""
