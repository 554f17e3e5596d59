"""All of them."""

from tests.corpus import pdfs, pictures, words

CASES = (*pdfs.CASES, *pictures.CASES, *words.CASES)
