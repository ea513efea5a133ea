"""`python -m passerelles` is the command `passerelles`."""

from passerelles.cli import main

if __name__ == "__main__":
    main()
