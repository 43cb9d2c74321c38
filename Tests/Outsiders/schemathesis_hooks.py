"""What schemathesis has to be told: how to send bytes of an upload. Loaded through SCHEMATHESIS_HOOKS."""

import schemathesis


@schemathesis.serializer("text/csv")
def csv(ctx, value) -> bytes:
    """Bytes go as they are, here too."""
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.serializer("application/offset+octet-stream")
def offset_stream(ctx, value) -> bytes:
    """Bytes go as they are."""
    return value if isinstance(value, bytes) else str(value).encode()
