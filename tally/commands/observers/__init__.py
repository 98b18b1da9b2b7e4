"""What observers and scrutinising devices type: fetching, cosigning, checking, verifying."""
