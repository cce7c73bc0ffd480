"""Who acts, and by which rule: citizens, mentors, caseworkers and what happens between them."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
