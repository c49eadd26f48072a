"""From a delivery to a mail that has left: planned with the reply, written, handed over, its end recorded."""
