"""Asterisk behind the port `pbx.port`: the only room that speaks as Asterisk does."""
