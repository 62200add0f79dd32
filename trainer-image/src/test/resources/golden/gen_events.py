"""An event file by tensorboard 2.18: python gen_events.py > events.json"""

import io
import json

from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

file = io.BytesIO()
writer = RecordWriter(file)
values = {"train/accuracy": 0.875, "train/loss": 0.6931471805599453}
events = [
    Event(wall_time=1700000000.25, file_version="brain.Event:2"),
    Event(wall_time=1700000000.25, step=21, session_log=SessionLog(status=SessionLog.START)),
    Event(
        wall_time=1700000001.5,
        step=21,
        summary=Summary(value=[Summary.Value(tag=tag, simple_value=value) for tag, value in values.items()]),
    ),
]
for event in events:
    writer.write(event.SerializeToString())
print(json.dumps({"tensorboard": "2.18", "hex": file.getvalue().hex(), "values": values}))
