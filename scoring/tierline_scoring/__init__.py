"""Benchmarks and prices in, a portfolio of three tiers out. Pure: no network, no clock, no editor."""
