"""The demo world: Lantern Cycles, a fictitious shop for bicycles, lights and cargo bikes, as visitors first see Tandem.

`company` says who works there, `threads` what was written, one matter a file; `programs` put customers' words into the form in
which the mail program of each would have sent them; `loading` plays it all through the mail channel and the commands.
"""
