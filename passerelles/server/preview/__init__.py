"""`passerelles preview`: one case in a browser while it is being written. No kernel, no record, this machine only."""
