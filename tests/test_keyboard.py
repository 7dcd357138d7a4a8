import pytest

from tests.keyboard import key_bytes, paste_bytes


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a", b"a"),
        ("ế", "ế".encode()),
        ("+", b"+"),
        ("enter", b"\r"),
        ("shift+tab", b"\x1b[Z"),
        ("ctrl+s", b"\x13"),
        ("ctrl+space", b"\x00"),
        ("alt+x", b"\x1bx"),
        ("shift+a", b"A"),
        ("down", b"\x1b[B"),
        ("ctrl+left", b"\x1b[1;5D"),
        ("delete", b"\x1b[3~"),
        ("shift+pageup", b"\x1b[5;2~"),
        ("f1", b"\x1bOP"),
        ("shift+f1", b"\x1b[1;2P"),
        ("f12", b"\x1b[24~"),
    ],
)
def test_a_key_sends_what_xterm_sends(name: str, expected: bytes) -> None:
    assert key_bytes(name) == expected


@pytest.mark.parametrize("name", ["hyper+a", "f13", "", "ctrl+1", "shift+1", "ctrl++"])
def test_what_no_terminal_can_send_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"key|terminal"):
        key_bytes(name)


def test_a_paste_is_bracketed() -> None:
    assert paste_bytes("việt") == b"\x1b[200~vi\xe1\xbb\x87t\x1b[201~"
