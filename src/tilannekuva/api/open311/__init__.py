"""Open311 GeoReport v2: the way in for apps by which residents report to their city."""
