"""Making the folders of cities from raw data. A tool for developers, not part of the package."""
