"""The bulletin board: boxes, ballots, receipts and the pages that show them."""
