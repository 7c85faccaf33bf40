"""Making a public release: what is counted, how it is frozen, who decides. What is read of it is in `public`."""
