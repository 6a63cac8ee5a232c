"""Where the scenarios are played: on a simulated PBX and on a real one."""
