"""What can be done to saved views, one verb a file."""
