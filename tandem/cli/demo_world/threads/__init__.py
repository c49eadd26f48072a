"""What was written to Lantern Cycles in the last two weeks, one matter a file."""

from __future__ import annotations

from typing import Final

from tandem.cli.demo_world.script import Thread
from tandem.cli.demo_world.threads.battery_in_the_cold import BATTERY_IN_THE_COLD
from tandem.cli.demo_world.threads.bent_wheel import BENT_WHEEL
from tandem.cli.demo_world.threads.charged_twice import CHARGED_TWICE
from tandem.cli.demo_world.threads.child_seat_belts import CHILD_SEAT_BELTS
from tandem.cli.demo_world.threads.club_lights import CLUB_LIGHTS
from tandem.cli.demo_world.threads.fleet_brakes import FLEET_BRAKES
from tandem.cli.demo_world.threads.flickering_light import FLICKERING_LIGHT
from tandem.cli.demo_world.threads.frame_size import FRAME_SIZE
from tandem.cli.demo_world.threads.lost_keys import LOST_KEYS
from tandem.cli.demo_world.threads.old_address import OLD_ADDRESS
from tandem.cli.demo_world.threads.purchase_order import PURCHASE_ORDER
from tandem.cli.demo_world.threads.wholesale_offer import WHOLESALE_OFFER

THREADS: Final[tuple[Thread, ...]] = (
    FLICKERING_LIGHT,
    FRAME_SIZE,
    BENT_WHEEL,
    CHILD_SEAT_BELTS,
    LOST_KEYS,
    FLEET_BRAKES,
    BATTERY_IN_THE_COLD,
    PURCHASE_ORDER,
    CHARGED_TWICE,
    CLUB_LIGHTS,
    WHOLESALE_OFFER,
    OLD_ADDRESS,
)
