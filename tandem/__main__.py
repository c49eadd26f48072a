"""`python -m tandem` is the `tandem` program."""

from tandem.cli import main

main()
