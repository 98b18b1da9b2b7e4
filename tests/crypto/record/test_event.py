"""Events and their payloads: one text each, and no other is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import ParseError
from crypto.record.event import MAX_HEIGHT, WITHOUT_PAYLOAD, Event, EventType
from crypto.record.event_payload import OwnedPayload, SetupPayload, SizedTallyPayload

A, B, C, D = ("a" * 64, "b" * 64, "c" * 64, "d" * 64)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)


@st.composite
def events(draw: st.DrawFn) -> Event:
    height = draw(st.integers(0, MAX_HEIGHT))
    kind = draw(st.sampled_from(EventType))
    return Event(
        draw(hashes) if height else None,
        height,
        kind,
        None if kind in WITHOUT_PAYLOAD else draw(hashes),
    )


@given(events())
def test_an_event_is_read_as_it_was_written(event: Event) -> None:
    assert Event.parse(event.to_bytes()) == event


def test_the_text_and_hash_of_the_reference_implementation() -> None:
    """The first event of the vector ed25519-nh-60-v3.3.0."""
    payload = "22f960a3573a67ec19a8a7c7e5227078e3fb2c5375c4096f8a1d8325b33ed311"
    event = Event(None, 0, EventType.SETUP, payload)
    assert event.to_bytes() == b'{"height":0,"type":"Setup","payload":"%b"}' % payload.encode()
    assert event.hash == "95ee8921ff1431886f8423c80094c0a5f387d329a1640950050e085a3000f185"


EVENT = f'{{"parent":"{A}","height":3,"type":"Ballot","payload":"{B}"}}'


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("", "json-syntax", "e"),
        ("[]", "json-type", "e"),
        (EVENT + "\n", "json-not-canonical", "e"),
        (EVENT.replace(",", ", "), "json-not-canonical", "e"),
        (EVENT.replace(f'"parent":"{A}",', ""), "event-parent", "e.parent"),
        (EVENT.replace('"height":3', '"height":0'), "event-parent", "e.parent"),
        (EVENT.replace('"height":3', '"height":-1'), "integer-out-of-range", "e.height"),
        (EVENT.replace('"height":3', '"height":"3"'), "json-type", "e.height"),
        (EVENT.replace('"height":3', '"height":3.0'), "json-type", "e"),
        (EVENT.replace('"height":3', '"height":true'), "json-type", "e.height"),
        (EVENT.replace('"height":3', '"height":1073741824'), "integer-out-of-range", "e.height"),
        (
            EVENT.replace('"height":3,"type":"Ballot"', '"type":"Ballot","height":3'),
            "json-fields",
            "e",
        ),
        (EVENT.replace("Ballot", "ballot"), "event-type", "e.type"),
        (EVENT.replace('"Ballot"', "1"), "event-type", "e.type"),
        (EVENT.replace("Ballot", "EndBallots"), "event-payload", "e.payload"),
        (EVENT.replace(f',"payload":"{B}"', ""), "event-payload", "e.payload"),
        (EVENT.replace(B, B.upper()), "hash-form", "e.payload"),
        (EVENT.replace(A, A[1:]), "hash-form", "e.parent"),
        (EVENT.replace('"type"', '"time":1,"type"'), "json-fields", "e"),
        (EVENT.replace('"height":3', '"height":3,"height":3'), "json-not-canonical", "e"),
        (" " * 600, "json-too-long", "e"),
    ],
)
def test_another_text_is_refused(text: str, code: str, where: str) -> None:
    with pytest.raises(ParseError) as caught:
        Event.parse(text.encode(), where="e")
    assert (caught.value.code, caught.value.where) == (code, where)


@given(events(), st.data())
def test_a_changed_text_is_refused_or_another_event(event: Event, data: st.DataObject) -> None:
    text = bytearray(event.to_bytes())
    text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = Event.parse(bytes(text))
    except ParseError:
        return
    assert found.to_bytes() == text


PAYLOADS = [
    (SetupPayload(A, B, C), (A, B, C)),
    (SetupPayload(A, B, C, D), (A, B, C, D)),
    (SizedTallyPayload(200, 200, A), (A,)),
    (SizedTallyPayload(1, 2**30, A), (A,)),
    (SizedTallyPayload(0, 0, A), (A,)),
    (OwnedPayload(3, A), (A,)),
    (OwnedPayload(1, A), (A,)),
]


@pytest.mark.parametrize(("payload", "references"), PAYLOADS)
def test_a_payload_is_read_as_it_was_written_and_names_its_references(
    payload: SetupPayload | SizedTallyPayload | OwnedPayload, references: tuple[str, ...]
) -> None:
    assert type(payload).parse(payload.to_bytes()) == payload
    assert payload.references == references


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (SetupPayload, f'{{"election":"{A}","trustees":"{B}"}}'),
        (SetupPayload, f'{{"trustees":"{A}","election":"{B}","credentials":"{C}"}}'),
        (SetupPayload, f'{{"election":"{A}","trustees":"{B}","credentials":"{C}","more":"{D}"}}'),
        (SetupPayload, f'{{"election":"{A}","trustees":"{B}","credentials":1}}'),
        (SizedTallyPayload, f'{{"num_tallied":1,"total_weight":"1","encrypted_tally":"{A}"}}'),
        (SizedTallyPayload, f'{{"num_tallied":1,"total_weight":-1,"encrypted_tally":"{A}"}}'),
        (SizedTallyPayload, f'{{"num_tallied":-1,"total_weight":1,"encrypted_tally":"{A}"}}'),
        (SizedTallyPayload, f'{{"total_weight":1,"num_tallied":1,"encrypted_tally":"{A}"}}'),
        (OwnedPayload, f'{{"owner":0,"payload":"{A}"}}'),
        (OwnedPayload, f'{{"owner":"1","payload":"{A}"}}'),
        (OwnedPayload, f'{{"owner":1,"payload":"{A.upper()}"}}'),
        (OwnedPayload, f'{{"payload":"{A}","owner":1}}'),
        (OwnedPayload, "null"),
    ],
)
def test_another_payload_is_refused(
    kind: type[SetupPayload | SizedTallyPayload | OwnedPayload], text: str
) -> None:
    with pytest.raises(ParseError):
        kind.parse(text.encode())


@given(st.sampled_from([SetupPayload, SizedTallyPayload, OwnedPayload]), st.binary(max_size=400))
def test_any_bytes_are_refused_properly(
    kind: type[SetupPayload | SizedTallyPayload | OwnedPayload], data: bytes
) -> None:
    with pytest.raises(ParseError):
        kind.parse(data)
    with pytest.raises(ParseError):
        Event.parse(data)
