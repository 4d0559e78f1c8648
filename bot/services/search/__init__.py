"""Searching the Wissensspeicher: what words mean here, what is found, and the index behind it."""

from bot.services.search.answering import answer
from bot.services.search.asking import ask
from bot.services.search.finding import Found, find
from bot.services.search.indexing import forget_words, index_some, is_behind, unused_words
from bot.services.search.vocabulary import Vocabulary

__all__ = [
    "Found",
    "Vocabulary",
    "answer",
    "ask",
    "find",
    "forget_words",
    "index_some",
    "is_behind",
    "unused_words",
]
