"""What a widget answers to a message of the browser."""

from typing import Any

from coursekit.viz.widgets.panel import Panel


def conversation(widget: Panel, content: dict[str, Any]) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []
    widget.send = lambda message, buffers=None: sent.append(message)
    widget._handle_custom_msg(content, [])
    del widget.send
    return sent
