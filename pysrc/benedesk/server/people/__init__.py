"""Who there is: accounts and their sign-ins, the directory and the files that it is read from."""
