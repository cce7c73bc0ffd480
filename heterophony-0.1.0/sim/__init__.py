"""How a week passes, and what is counted: building a run, its schedule, its results."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
