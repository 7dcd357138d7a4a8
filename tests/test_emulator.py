from hypothesis import given
from hypothesis import strategies as st

from tests.emulator import Parser, Screen

TOKENS = [
    b"Ti\xe1\xba\xbfn \xc4\x91\xe1\xbb\x99",
    b"\x1b[31;1m",
    b"\x1b[2;3H",
    b"\x1b[?25l",
    b"\x1b[?2026$p",
    b"\x1b[c",
    b"\x1b[>1u",
    b"\x1b[?u",
    b"\x1b[4:3m",
    b"\x1b[2 q",
    b"\x1b]0;title\x07",
    b"\x1b]11;?\x1b\\",
    b"\x1bP+q544e\x1b\\",
    b"\x1b_Ga=q\x1b\\",
    b"\x1b(B",
    b"\x1b7",
    b"\x1b[18t",
    b"\r\n",
]


def drawn(parts: list[bytes]) -> tuple[str, bytes]:
    parser, screen = Parser(), Screen(40, 6)
    replies = b""
    for part in parts:
        pieces, reply = parser.feed(part)
        screen.draw_pieces(pieces)
        replies += reply
    return "\n".join(screen.display), replies


@given(st.lists(st.sampled_from(TOKENS), max_size=12), st.data())
def test_where_reads_cut_the_bytes_makes_no_difference(tokens: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(tokens)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(whole)), max_size=8)))
    parts = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert drawn(parts) == drawn([whole])


@given(st.binary(max_size=200))
def test_no_bytes_break_the_screen(noise: bytes) -> None:
    drawn([noise, b"\x1b\\\x1b[2J\x1b[H"])


def test_queries_are_answered_and_draw_nothing() -> None:
    text, replies = drawn([b"\x1b[?2026$p\x1b[?2048$p\x1b[c\x1b[>q\x1b[?u\x1b[18t\x1b]11;?\x07\x1b[>1uready"])
    assert text.split() == ["ready"]
    assert replies == (
        b"\x1b[?2026;2$y\x1b[?2048;0$y\x1b[?62;22c\x1bP>|XTerm(380)\x1b\\\x1b[8;24;80t\x1b]11;rgb:0000/0000/0000\x1b\\"
    )


def test_a_sequence_that_pyte_chokes_on_costs_only_itself() -> None:
    text, _ = drawn([b"\x1b[1;2;3Abefore\x1b[1;2;3;4Hafter\x1b\x1b[1mbold"])
    assert text.split() == ["beforeafterbold"]


def test_leaving_the_alternate_screen_brings_the_main_one_back() -> None:
    text, _ = drawn([b"shell\r\n\x1b[?1049h\x1b[Hdashboard\x1b[?1049lsaved"])
    assert text.split() == ["shell", "saved"]
