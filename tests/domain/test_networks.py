"""Which addresses lie in the public Internet, in every way in which they can be written."""

import socket

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.networks import is_odd_number, is_public
from tests.every_case import every


@every(
    "address",
    [
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.169.0.1",
        "2606:4700:4700::1111",
        "2a01:4f8::1",
        "2001:4860:4860::8888",
    ],
)
def test_these_are_public(address: str) -> None:
    assert is_public(address)


@every(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:7f00:1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "3fff::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "2a01:4f8::1%eth0",
        "fec0::1",
        "ff02::1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "127.1",
        "0177.0.0.1",
        "",
    ],
)
def test_these_are_not(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_no_address_is_public_that_python_calls_private(address: object) -> None:
    if getattr(address, "is_private") or getattr(address, "is_multicast"):  # noqa: B009
        assert not is_public(str(address))


@every(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0X7F.0.0.1",
        "127.1",
        "127.0.1",
        "0177.0.0.1",
        "127.0.0.01",
        "017700000001",
        "127.0.0.1.",
        "1.2.3.4.5",
        "256.1.1.1",
        "example.0x",
        "a.1",
        "0",
    ],
)
def test_a_host_that_some_read_as_a_number_is_an_odd_one(host: str) -> None:
    assert is_odd_number(host)


@every(
    "host",
    [
        "127.0.0.1",
        "8.8.8.8",
        "example.org",
        "1und1.de",
        "0x7f.example",
        "xn--bcher-kva.example",
        "::1",
        "2001:db8::1",
        "localhost",
        "4chan.org.",
        "beef",
        "0xy",
    ],
)
def test_a_name_or_a_plain_address_is_none(host: str) -> None:
    assert not is_odd_number(host)


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{}", "{:#x}", "0{:o}"]))
def test_whatever_the_system_reads_as_an_address_is_plain_or_odd(number: int, form: str) -> None:
    host = form.format(number)
    plain = socket.inet_ntoa(socket.inet_aton(host))
    assert is_odd_number(host)
    assert not is_odd_number(plain)
