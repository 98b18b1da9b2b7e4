"""The desk: pages for all that people do before, on and after the day. It never sees a ballot."""
