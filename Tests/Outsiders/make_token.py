"""Signs a station's bearer token with PyJWT, as another implementation of a station would.

usage: make_token.py PRIVATE_KEY.pem STATION AUDIENCE
"""

import sys
import time

import jwt


def main(key_path: str, station: str, audience: str) -> None:
    with open(key_path, encoding="utf-8") as file:
        key = file.read()
    now = int(time.time())
    claims = {"iss": station, "sub": station, "aud": audience, "iat": now, "exp": now + 300}
    print(jwt.encode(claims, key, algorithm="ES256"))


if __name__ == "__main__":
    main(*sys.argv[1:])
