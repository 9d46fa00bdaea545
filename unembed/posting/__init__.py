"""Sending a mail: one message, to one mail server, with one clear answer. Knows nothing of scans."""
