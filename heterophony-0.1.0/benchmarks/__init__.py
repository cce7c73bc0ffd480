"""Speed beside other tools, measured in one run: `make bench`. Not part of the wheel."""
