#!/usr/bin/env python3
"""usage: make_time_codes.py "LINK…" "SECONDS…": the code of each otpauth link at each time, one a line, by pyotp."""

import sys

import pyotp

for link in sys.argv[1].split():
    factor = pyotp.parse_uri(link)
    assert factor.name == "lan.tt" and factor.issuer == "Sohoa", link
    for seconds in sys.argv[2].split():
        print(factor.at(int(seconds)))
