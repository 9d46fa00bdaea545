/* Stand-in for the older address of the chat loader, written for this demo. */
