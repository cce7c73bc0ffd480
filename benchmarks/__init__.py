"""Speed beside its peers, measured in one run: `make bench`. Not part of the installed package."""
