"""The conversation between a panel and a desk: pure, without sockets (docs/protocol.md)."""
