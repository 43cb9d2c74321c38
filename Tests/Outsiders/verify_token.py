"""Verifies a station's bearer token with PyJWT.

usage: verify_token.py TOKEN PUBLIC_KEY.pem AUDIENCE

Prints the claims. Exits with 1 when the token is not accepted.
"""

import json
import sys

import jwt


def main(token: str, key_path: str, audience: str) -> int:
    with open(key_path, encoding="utf-8") as file:
        key = file.read()
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=["ES256"],
            audience=audience,
            options={"require": ["exp", "iat", "iss", "sub", "aud"]},
        )
    except jwt.InvalidTokenError as error:
        print(f"not accepted: {error}")
        return 1
    print(json.dumps(claims))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
