"""What everybody reads: pages, files and feeds of one release, and of nothing else (D-01).

Nothing here reads a table of signals, findings or areas: the frozen content of the release is all there is.
"""
