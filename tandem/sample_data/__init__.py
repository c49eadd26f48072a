"""Sample data: a dozen matters that an admin loads into a house of their own to look around, and removes with one click.

`customers.toml` says who writes, `matters` what was written, one matter a file, in the languages of the interface; `loading` plays
it through the commands of tickets, `standing` says what of it is still only a sample, `removing` deletes exactly that. The demo
world shares `drawing`, `moments` and `prose`.
"""
