"""The ballot server as the kiosk sees it; nothing it says is believed unchecked."""
