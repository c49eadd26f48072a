"""Logs: one JSON object a line, or readable lines on a terminal. No secrets, no mail text, no line that pretends to be another."""

from tandem.infra.logs.begin import begin
from tandem.infra.logs.requests import log_request

__all__ = ["begin", "log_request"]
