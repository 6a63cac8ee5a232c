"""A telephone network in a box for the tests: a private Asterisk, and SIP phones that know what they hear."""
