"""HTTP only: parse a typed input, build a command, run it, present the answer. Rules live in the commands."""
