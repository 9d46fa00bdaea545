"""What `make bench` runs: cost per page beside peers on generated sites, in one run."""
