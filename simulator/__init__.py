"""A LINE Platform on localhost: signs webhooks, answers the Messaging API, refuses what LINE refuses."""

from simulator.heard import Heard
from simulator.line import Line
from simulator.persons import Group, Person
from simulator.seats import Seat
from simulator.sending import Accepted
from simulator.server import Call

__all__ = ["Accepted", "Call", "Group", "Heard", "Line", "Person", "Seat"]
