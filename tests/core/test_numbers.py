"""One number, many spellings; and what is none."""

from __future__ import annotations

import pytest
from benedesk.core.errors import Refused
from benedesk.core.numbers import UNSEEN, canonical, canonical_or_raw, is_internal, own, own_or_raw, to_dial
from hypothesis import given
from hypothesis import strategies as st

SPELLINGS = [
    "+358491234567", "+358 49 123 4567", "+358-49-1234567", "00358491234567", "358491234567", "0491234567",
    "049 123 4567", "(049) 123 4567", "049.123.4567", "049/1234567", " 049\u00a0123\u202f4567 ",
    "049\u20131234567", "tel:+358-49-1234567", "TEL:0491234567", "tel: 049 123 4567",
    "+358 (0)49 123 4567", "00358 (0) 49 123 4567", "+358 (049) 123 4567", "+358 0 49 123 4567",
    "358 (0)49 123 4567", "+358 00491234567", "358491234567.0", "+358491234567.0", "0491234567.0",
    "\u202a+358 49 123 4567\u202c", "\u2068049 123 4567\u2069", "\u200e0491234567", "049\u2007123\u20074567",
    "\ufefftel:\u200b0491234567", "049\u2212123\u20114567",
]  # fmt: skip
BAD = [
    "", "   ", "+", "00", "abc", "040-ABC-DEFG", "12a", "049 123 4567 x9", "0491234567;ext=1",
    "++358491234567", "358+491234567", "+1", "+112", "00112", "+0491234567", "000358491234567",
    "4912345678", "+3584912345678901", "0" * 10_000, "4" * 10_000, "+" + "3" * 64,
    "٠٤٩١٢٣٤٥٦٧", "０４９１２３４５６７", "²³¹", "Ⅷ", "\u200b049\x00", "101\n102a",
]  # fmt: skip


@pytest.mark.parametrize("written", SPELLINGS)
def test_every_spelling_is_the_same_number(written):
    assert canonical(written) == "+358491234567"


@pytest.mark.parametrize("written", ["101", "0", "112", " 1 0-1 ", "123456"])
def test_a_short_number_is_an_internal_one(written):
    assert canonical(written) == "".join(c for c in written if c.isdigit())


def test_another_country_has_its_own_code():
    assert canonical("070-123 45 67", country="46") == "+46701234567"
    assert canonical("46701234567", country="46") == "+46701234567"
    assert canonical("+358491234567", country="46") == "+358491234567"


@pytest.mark.parametrize("written", BAD, ids=lambda w: repr(w)[:30])
def test_what_cannot_be_dialled_is_refused(written):
    with pytest.raises(Refused) as refused:
        canonical(written)
    assert refused.value.code == "bad_number"
    assert len(refused.value.text) < 500


@pytest.mark.parametrize("mark", UNSEEN, ids=lambda m: f"U+{ord(m):04X}")
def test_what_nobody_sees_is_no_part_of_a_number(mark):
    assert canonical(mark + "049" + mark + "1234567" + mark) == "+358491234567"


@pytest.mark.parametrize(
    ("country", "written", "number"),
    [
        ("47", "47 38 61 60", "+4747386160"), ("47", "22 12 34 56", "+4722123456"),
        ("47", "02000", "+4702000"),
        ("45", "45 12 34 56", "+4545123456"), ("45", "4545123456", "+4545123456"),
        ("372", "5123 4567", "+37251234567"), ("34", "912 34 56 78", "+34912345678"),
        ("1", "(212) 555-0100", "+12125550100"), ("1", "1-212-555-0100", "+12125550100"),
        ("1", "011 358 49 123 4567", "+358491234567"), ("39", "06 1234 5678", "+390612345678"),
        ("7", "8 (495) 123-45-67", "+74951234567"), ("36", "06 1 234 5678", "+3612345678"),
        ("54", "011 15-2345-6789", "+5491123456789"), ("61", "1300 123 456", "+611300123456"),
        ("358", "+39 06 1234 5678", "+390612345678"), ("358", "+39 (0)6 1234 5678", "+390612345678"),
        ("358", "+44 (0)20 7946 0000", "+442079460000"), ("358", "+34 (0)912 34 56 78", "+34912345678"),
        ("358", "020202", "+35820202"), ("358", "0600 12345", "+35860012345"),
    ],
)  # fmt: skip
def test_each_country_writes_its_numbers_its_own_way(country, written, number):
    assert canonical(written, country) == number


@pytest.mark.parametrize(
    ("country", "written"), [("45", "12 34 56 78"), ("1", "555 0100"), ("39", "0123456789012345")]
)
def test_what_is_no_number_of_a_country_is_none_that_lacks_its_code(country, written):
    with pytest.raises(Refused):
        canonical(written, country)


@pytest.mark.parametrize("sent", ["992451001", "0992451001", "358992451001", "+358992451001"])
def test_a_number_of_our_own_is_read_as_operators_send_it(sent):
    assert own(sent) == own_or_raw(sent) == "+358992451001"


def test_of_others_nobody_could_tell_such_a_number_from_another_countrys():
    with pytest.raises(Refused):
        canonical("992451001")


@pytest.mark.parametrize("told", ["anonymous", "12", "99245100112345678", ""])
def test_what_an_operator_sends_and_is_none_of_ours_is_kept(told):
    assert own_or_raw(told) == told


def test_a_short_public_number_is_not_the_houses_own():
    assert [is_internal(canonical(n)) for n in ("116117", "116 111", "020202", "101")] == [
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("told", BAD, ids=lambda w: repr(w)[:30])
def test_what_a_network_tells_is_kept_even_if_it_cannot_be_read(told):
    assert canonical_or_raw(told) == told.strip()[:64]


def test_what_a_network_tells_is_read_if_it_can_be():
    assert canonical_or_raw("0491234567") == "+358491234567"


phone_like = st.text("0123456789+-()./ \u00a0telTEL:", max_size=24)


@given(phone_like | st.text(max_size=70))
def test_the_canonical_spelling_of_a_canonical_number_is_itself(written):
    try:
        number = canonical(written)
    except Refused as refused:
        assert refused.code == "bad_number"
    else:
        assert canonical(number) == number
        assert number.removeprefix("+").isascii()
        assert number.removeprefix("+").isdigit()
        assert len(number) <= 16


@given(st.integers(2, 9).flatmap(lambda first: st.from_regex(rf"\A{first}[0-9]{{6,10}}\Z")), st.data())
def test_separators_do_not_matter(national, data):
    separators = st.text(" -./()", max_size=2)
    written = "0" + "".join(digit + data.draw(separators) for digit in national)
    assert canonical(written) == canonical("+358" + national) == "+358" + national


@given(st.text())
def test_whatever_is_told_of_a_caller_fits(told):
    assert len(canonical_or_raw(told)) <= 64


@pytest.mark.parametrize("written", ["112", "1-1-2", " 112 ", "0112"])
def test_an_emergency_number_is_never_dialled_from_here(written):
    with pytest.raises(Refused) as refused:
        to_dial(written)
    assert refused.value.code == "emergency_number"


@pytest.mark.parametrize("written", ["040 112 1120", "1120", "113"])
def test_a_number_that_only_looks_like_one_is_dialled(written):
    assert to_dial(written)
