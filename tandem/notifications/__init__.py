"""What people are told of: one kind in a file, told in the application and by mail."""
