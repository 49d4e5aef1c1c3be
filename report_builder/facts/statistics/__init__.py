"""The pure mathematics of evidence: numbers in, probabilities and limits out, on the standard library.

Each file names the source of its methods. `docs/method.md` says in words when each is used.
"""
