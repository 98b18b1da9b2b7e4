"""The staff's own page, on the server's own machine: slips are scanned and cancelled."""
