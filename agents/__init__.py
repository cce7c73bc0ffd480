"""Who acts, and by which rule: citizens, mentors, caseworkers and what happens between them."""
