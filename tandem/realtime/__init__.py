"""Websockets: one per browser tab, rooms of them, and who may be in which.

What is sent are pointers; the client fetches what they point to through the API, where rights live. A client that
has missed something is told so (`missed`, or by the way its socket is closed: 4409), and fetches again.
"""
