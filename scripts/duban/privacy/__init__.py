"""What must not be read by everybody: sealed before the first commit, released by a person afterwards."""
