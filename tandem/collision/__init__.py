"""Nobody answers twice by accident: who is on a ticket, who has begun to reply, and what only that knows.

What is here lives in memory and is told over websockets; it guards nothing. The truth is kept by the fence (`tickets.fence`).
"""
