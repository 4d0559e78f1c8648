"""What names an event or a row in the database: numbers of which none is taken for another."""

from typing import NewType

EventNumber = NewType("EventNumber", int)  # an event, as people name it: LabCamp#4
AnnouncementId = NewType("AnnouncementId", int)  # an announcement, from its draft on
ItemId = NewType("ItemId", int)  # a knowledge item that is kept
TopicId = NewType("TopicId", int)  # a topic for coming events
DeliveryId = NewType("DeliveryId", int)  # a delivery, whatever has become of it
