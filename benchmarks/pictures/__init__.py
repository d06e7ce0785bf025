"""The pictures of ``docs/method.md``, drawn from the rendered figure: see ``benchmarks.method_pictures``."""
