"""Uploads the pages of a posted manifest with tuspy, unchanged, and prints the receipt's envelope.

usage: upload_with_tus.py COLLECTOR_URL TOKEN MANIFEST_DIGEST CHUNK_SIZE PAGE_FILE...

What the collector needs, and in which order, is asked of it. tuspy creates the upload, sends the chunks, each with a
checksum, and asks for the offset in between.
"""

import hashlib
import io
import json
import sys
import urllib.request

from tusclient.client import TusClient


def get(url: str, token: str) -> bytes:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def main(collector: str, token: str, digest: str, chunk_size: str, *files: str) -> None:
    pages = {}
    for name in files:
        with open(name, "rb") as file:
            data = file.read()
        pages[hashlib.sha256(data).hexdigest()] = data
    status = json.loads(get(f"{collector}/v1/manifests/{digest}", token))
    stream = b"".join(pages[page["digest"]] for page in status["needed"])

    client = TusClient(f"{collector}/v1/uploads", headers={"Authorization": f"Bearer {token}"})
    options = {"chunk_size": int(chunk_size), "metadata": {"manifest": digest}, "upload_checksum": True}
    # Half of it, and then the rest with an uploader that knows nothing but the address.
    first = client.uploader(file_stream=io.BytesIO(stream), **options)
    first.upload(stop_at=len(stream) // 2)
    second = client.uploader(file_stream=io.BytesIO(stream), url=first.url, **options)
    if second.offset != first.offset:
        raise SystemExit(f"asked for its offset, the upload is at {second.offset}, not at {first.offset}")
    second.upload()
    sys.stdout.write(get(f"{collector}/v1/manifests/{digest}/receipt", token).decode())


if __name__ == "__main__":
    main(*sys.argv[1:])
