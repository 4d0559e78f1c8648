"""Which addresses lie in the public Internet: those that may be asked for what stands there."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

USUAL_PORTS = frozenset({80, 443, 8080, 8443})

# What is not for everybody, of https://www.iana.org/assignments/iana-ipv4-special-registry; and
# what was for multicast and never given out (240/4), of the registry of the address space.
_CLOSED_4 = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local: where clouds keep their secrets
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# All that is public of IPv6 is in here: https://www.iana.org/assignments/ipv6-unicast-address-assignments
# So mapped IPv4 (::ffff:0:0/96), NAT64 (64:ff9b::/96, 64:ff9b:1::/48), unique local (fc00::/7),
# link-local (fe80::/10) and multicast (ff00::/8) are not.
_OPEN_6 = ip_network("2000::/3")
# What is not for everybody there, of https://www.iana.org/assignments/iana-ipv6-special-registry;
# Teredo (in 2001::/23) and 6to4 carry an IPv4 address that may be anything.
_CLOSED_6 = tuple(
    ip_network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)


def is_public(address: str) -> bool:
    """Whether this IPv4 or IPv6 address belongs to the public Internet.

    Anything that is not written as an address, or has a zone (`fe80::1%eth0`), does not.
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return not any(found in network for network in _CLOSED_4)
    if found.scope_id is not None or found not in _OPEN_6:
        return False
    return not any(found in network for network in _CLOSED_6)


def is_odd_number(host: str) -> bool:
    """Whether this host is a number that some read as an IPv4 address, such as `127.1` or `0x7f.1`.

    A host whose last part is a number is an address or nothing
    (https://url.spec.whatwg.org/#ends-in-a-number-checker); only `127.0.0.1` is the plain form.
    """
    if ":" in host:
        return False  # an IPv6 address
    last = host.removesuffix(".").rpartition(".")[2].lower()
    digits = "0123456789abcdef" if last.startswith("0x") else "0123456789"
    if not last or not set(last.removeprefix("0x")) <= set(digits):
        return False
    try:
        return str(IPv4Address(host)) != host
    except ValueError:
        return True
