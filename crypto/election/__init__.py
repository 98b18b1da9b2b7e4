"""What is asked, and of whom: questions, credentials, and the shapes of their answers."""
