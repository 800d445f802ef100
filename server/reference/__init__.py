"""The reference pages that are made from the code, by ``python server/reference``; not shipped."""
