"""The number of the words that reports and README.txt are made of.

A published folder is compared byte for byte with what this program would publish. A later version
says the same figures in other words; so outcome.json bears the number of the rendering that its
folder was published with, and pages of another number are not compared (ADR 0019).

Whatever changes a byte of a published page raises this number: a template, the style sheet, a
sentence or its translation, the way a figure is written. A test holds the number against the
digest of everything that goes into a page.
"""

RENDERING = 2
