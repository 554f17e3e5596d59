"""Mutation testing of the code that decides who may do what: whether each line is held by a unit test."""
