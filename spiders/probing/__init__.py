"""What a visitor may do to a page, done to it: it moves, stays, agrees, scrolls, opens, comes back as another one."""
