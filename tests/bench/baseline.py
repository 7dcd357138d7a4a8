"""The yardstick of every ratio: the least that a Textual program can be, one `Static`."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """Shows one word; ctrl+q quits."""

    def compose(self) -> ComposeResult:
        """The one widget."""
        yield Static("ready")


if __name__ == "__main__":
    Bare().run()
