"""HTTP and WebSocket: the site, the sign-in, and the links of the panels."""
