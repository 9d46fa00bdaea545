"""The plain programs that unembed is measured beside."""
