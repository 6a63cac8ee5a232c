"""The storm: a whole company, its servers and its Asterisk in one thread of made-up time, from one seed."""
