"""Makes the lists of what a release is made of and under which licences; not shipped. See ``__main__``."""
