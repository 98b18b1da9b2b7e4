"""The customary forms of a count, as a workbook and as a PDF to be signed."""
