"""Verifies a DSSE envelope with securesystemslib.

usage: verify_envelope.py ENVELOPE.json PUBLIC_KEY.pem

Exits with 0 when the signature is that of the key, with 1 when it is not.
"""

import json
import sys

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey


def main(envelope_path: str, key_path: str) -> int:
    with open(envelope_path, encoding="utf-8") as file:
        data = json.load(file)
    with open(key_path, "rb") as file:
        public = load_pem_public_key(file.read())
    key = SSlibKey.from_crypto(public, keyid=data["signatures"][0]["keyid"])
    # Takes the dictionary apart.
    envelope = Envelope.from_dict(data)
    try:
        envelope.verify([key], threshold=1)
    except VerificationError as error:
        print(f"not verified: {error}")
        return 1
    print(f"verified: {envelope.payload_type}, {len(envelope.payload)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
