"""Tables of ratios, each measured side by side in one run: `make bench`."""
