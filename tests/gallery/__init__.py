"""The gallery: all that the views show, in one page. `make gallery`, and CONTRIBUTING says more."""
