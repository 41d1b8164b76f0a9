"""The encoding of a file is certain, or it is refused with the likely ones and samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.exchange.encodings import encoding_of

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = "day,customer,csat,comment\n2026-11-02,a,4,"
WESTERN = (
    "Öfter zurückrufen, bitte. Größe prüfen",
    "C’est déjà arrivé: très déçu, ça m’a gêné. Où êtes-vous? L’œuvre créée à Noël",
    "¿Por qué tan caro? El año pasado era mejor, mañana también. n.º 1ª",
    "Não há opções; informações de São Paulo, põe mais botões",
    "Perché è così? Più lentamente, però",
    "Eén café, reünie, coördinatie – “goed” — 5 €",
    "Blåbærsyltetøy på gården, så fint. Överraskande på ön",
    "Naïve café №"[:10],
    "It’s £5 … 20 °C, ½ price · §3 © Acme® ™",
)
OTHERS = {
    "shift_jis": "返事が早い、とても満足しています。株式会社かもめ",
    "gb18030": "服务很好，回复很快，我们非常满意",
    "big5": "服務很好，回覆很快，我們非常滿意",
    "euc_kr": "답변이 빨라서 매우 만족합니다",
    "euc_jp": "返事が早い、とても満足しています",
    "windows-1251": "Очень быстро ответили, спасибо большое",
    "koi8-r": "Очень быстро ответили, спасибо большое",
    "windows-1250": "Zażółć gęślą jaźń, bardzo szybka wysyłka i świetna obsługa",
    "iso-8859-2": "Zażółć gęślą jaźń, bardzo szybka wysyłka i świetna obsługa",
    "windows-1253": "Πολύ γρήγορη απάντηση, ευχαριστώ",
    "windows-1254": "Çok hızlı cevap verdiniz, teşekkür ederim, iyi günler dilerim ağabey",
    "mac_roman": "très déçu, für Äpfel, mañana, señor, über",
    "cp850": "für Öfen, größer, déjà très bien, Äpfel übrig",
    "windows-1255": "שירות מצוין ומהיר, תודה רבה",
    "windows-1256": "خدمة ممتازة وسريعة جدا، شكرا",
    "cp874": "บริการดีมาก ตอบเร็ว",
    "iso-8859-5": "Очень быстро ответили, спасибо большое",
    "iso-8859-15": "Œuvre für 100 €, déçu",
    "iso2022_jp": "返事が早い、とても満足しています",
}


def found(data: bytes, encoding: str = "", size: int = 1 << 18) -> tuple[str, bool]:
    def chunks() -> Iterator[bytes]:
        return (data[start : start + size] for start in range(0, len(data), size))

    return encoding_of(chunks, "'x.csv'", encoding)


@pytest.mark.parametrize("text", WESTERN)
def test_western_text_is_windows_1252(text: str) -> None:
    assert found((HEAD + text).encode("cp1252")) == ("cp1252", True)


@pytest.mark.parametrize(("codec", "text"), OTHERS.items(), ids=OTHERS)
def test_other_text_is_refused_and_the_right_encoding_is_among_those_named(
    codec: str, text: str
) -> None:
    data = (HEAD + text + "\n").encode(codec)
    with pytest.raises(UsageError) as refused:
        found(data)
    told = str(refused.value)
    assert "is not UTF-8, and its encoding is not certain" in told
    assert f"--encoding {codec} reads" in told
    assert text[:8].split(",", maxsplit=1)[0] in told.split(f"--encoding {codec} reads")[1]
    name, is_guessed = found(data, codec)
    assert data.decode(name) == HEAD + text + "\n"
    assert not is_guessed


@pytest.mark.parametrize(
    ("codec", "text"),
    [("euc_jp", "返事が早い"), ("koi8-r", "очень быстро"), ("windows-1255", "מהיר מאוד")],
)
def test_a_few_letters_of_another_encoding_are_not_western(codec: str, text: str) -> None:
    with pytest.raises(UsageError, match=f"--encoding {codec} reads '{text[:5]}"):
        found((HEAD + text + "\n").encode(codec))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ((HEAD + "schön").encode() + b"\na,b,c,sch\xf6n\n", "is UTF-8, but line 3 has text in"),
        ((HEAD + "schön").encode()[:-2], "ends in the middle of a character"),
        ((HEAD + "返事が早い").encode()[:-1], "ends in the middle of a character"),
        (b"a,b,c\n" * 9 + "さ,\n".encode() + b"\xf6", "is UTF-8, but line 11 has text in"),
    ],
)
def test_damaged_utf_8_is_no_other_encoding(data: bytes, told: str) -> None:
    for size in (1 << 18, 7):
        with pytest.raises(ValuecheckError, match=told):
            found(data, size=size)


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_is_known_with_or_without_a_mark(codec: str) -> None:
    text = HEAD + "検索が遅い, Ärger, 😠\n"
    for size in (1 << 18, 64):
        name, is_guessed = found(text.encode(codec), size=size)
        assert text.encode(codec).decode(name) == text
        assert not is_guessed


@pytest.mark.parametrize(
    ("data", "encoding", "told"),
    [
        (b"a,b\n\xff\xfe\n", "shift_jis", "'x.csv' is not shift_jis; "),
        (b"a,b\n", "klingon", "'klingon' is no encoding; such names are utf-8"),
        (b"a,b\n", "rot13", "'rot13' is no encoding"),
        (b"a,b\n", "unicode_escape", "'unicode_escape' is no encoding of text"),
        (b"a,\0b\n", "utf-8", "'x.csv' is not utf-8; "),
        (b"a,\0b\n", "", "is no text: it has zero bytes"),
        (b"\xef\xbb\xbf\xff", "", "begins as UTF-8 does, but is not"),
        (b"\xd0\xcf\x11\xe0\xa1", "", "is a workbook or an archive"),
    ],
)
def test_what_does_not_fit_is_refused(data: bytes, encoding: str, told: str) -> None:
    with pytest.raises(ValuecheckError) as refused:
        found(data, encoding)
    assert told in str(refused.value)


@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        codec, _ = found(data)
    except ValuecheckError:
        return
    assert "\0" not in data.decode(codec)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_utf_8_is_always_known(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert found(b"a," + text.encode()) == ("utf-8", False)
