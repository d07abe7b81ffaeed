"""How does a site's ticker run alone? `python scheduler.py [--settings PATH]`, many at once."""

from syndicate.cli.ticking import main

if __name__ == "__main__":
    main()
