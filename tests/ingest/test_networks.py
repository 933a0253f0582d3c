"""Requests go to the public internet and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.networks import why_refused


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_a_public_address_is_allowed(address: str) -> None:
    assert why_refused(address) is None


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("127.0.0.1", "this machine"),
        ("127.8.8.8", "this machine"),
        ("::1", "this machine"),
        ("0.0.0.0", "this machine"),
        ("0.1.2.3", "this machine"),
        ("::", "reserved"),
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("fd12::1", "private"),
        ("169.254.169.254", "metadata"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("fd00:ec2::254", "private"),
        ("168.63.129.16", "cloud"),
        ("100.100.100.200", "shared"),
        ("100.64.0.1", "shared"),
        ("192.0.0.192", "reserved"),
        ("198.18.0.1", "tests"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("fec0::1", "private|public internet|reserved"),
        ("2001:db8::1", "examples"),
        ("2001::7f00:1", "reserved"),
        ("4000::1", "reserved|public internet"),
        ("64:ff9b:1::7f00:1", "public internet|private|reserved"),
        ("::ffff:127.0.0.1", "this machine"),
        ("::ffff:169.254.169.254", "metadata"),
        ("::7f00:1", "public internet|reserved"),
        ("2002:7f00:1::1", "this machine"),
        ("2002:a9fe:a9fe::", "metadata"),
        ("64:ff9b::a00:1", "private"),
    ],
)
def test_any_other_is_refused_with_its_reason(address: str, reason: str) -> None:
    refused = why_refused(address)
    assert refused is not None
    assert any(part in refused for part in reason.split("|")), refused


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_the_same_inside_an_ipv6_one(address: object) -> None:
    assert why_refused(f"::ffff:{address}") == why_refused(str(address))


@given(st.ip_addresses())
def test_what_the_standard_library_calls_private_is_refused(address) -> None:  # type: ignore[no-untyped-def]
    if address.is_private or address.is_multicast or address.is_reserved:
        inner = getattr(address, "ipv4_mapped", None)
        in_nat64 = str(address).startswith("64:ff9b::")
        assert why_refused(str(address)) is not None or in_nat64 or (inner is not None and not inner.is_private)
