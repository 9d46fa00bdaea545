"""Templates of the reports. A package of its own, so that no other `templates` on the path can take its place."""
