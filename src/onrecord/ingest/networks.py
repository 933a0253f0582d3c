"""Which network addresses may be fetched from: those of the public internet, and no others.

An address in an article, a feed or a spreadsheet is somebody else's wish. Followed blindly from a newsroom's machine or
a server, it reaches what only that machine can: a router's page, a database, a cloud's metadata with its keys.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

__all__ = ["why_refused"]

#: IPv6's global unicast space (RFC 4291, IANA's registry): anything outside is local, reserved or a translation.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
#: NAT64's well-known prefix (RFC 6052): the IPv4 address is in the last four bytes.
_NAT64 = IPv6Network("64:ff9b::/96")
#: Never public though a library may hold it to be, each with its reason.
_REFUSED = tuple(
    (ip_network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", "means this machine"),  # RFC 1122
        ("100.64.0.0/10", "is shared by a provider's customers"),  # RFC 6598, carrier-grade NAT; a cloud's metadata
        ("168.63.129.16/32", "is a cloud's own service"),  # Azure's, though numbered as public
        ("192.0.0.0/24", "is reserved"),  # RFC 6890; a cloud's metadata
        ("192.88.99.0/24", "is reserved"),  # RFC 7526
        ("198.18.0.0/15", "is for tests of network devices"),  # RFC 2544
        ("240.0.0.0/4", "is reserved"),  # RFC 1112
        ("2001::/23", "is reserved"),  # RFC 2928, Teredo among it
        ("2001:db8::/32", "is for examples"),  # RFC 3849
        ("3fff::/20", "is for examples"),  # RFC 9637
    )
)


def why_refused(address: str) -> str | None:
    """Why no request may go to the IP ``address``, as the end of a sentence; ``None`` if it is a public one.

    An IPv4 address within an IPv6 one (mapped, 6to4, NAT64) is judged as itself. Raises :class:`ValueError` for what is
    no IP address.
    """
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        inner = _inner(found)
        if inner is not None:
            return why_refused(str(inner))
    for network, reason in _REFUSED:
        if found.version == network.version and found in network:
            return reason
    if found.is_loopback:
        return "means this machine"
    if found.is_link_local:
        return "is link-local, where clouds keep their metadata"
    if found.is_unspecified or found.is_reserved:
        return "is reserved"
    if found.is_multicast:
        return "is multicast"
    if found.is_private:
        return "is on a private network"
    if isinstance(found, IPv6Address) and found not in _GLOBAL_UNICAST:
        return "is not on the public internet"
    return None


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour
