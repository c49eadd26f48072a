"""Clock, ids, files, mail transport, bus and rooms: what touches the outside world, knowing no product words."""
