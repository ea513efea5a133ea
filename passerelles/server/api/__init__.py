"""What kernels and the command line ask of the server, over loopback."""
