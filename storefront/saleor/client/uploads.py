"""File uploads by the GraphQL multipart request specification."""

import json
import secrets
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file for the variable at `path`, such as `variables.image`; `content_type` is its MIME type."""

    path: str
    name: str
    content_type: str
    content: bytes


def multipart(operation: bytes, upload: Upload) -> tuple[bytes, str]:
    """Return body and Content-Type: the operation as JSON, the map of files, and the file."""
    boundary = secrets.token_hex(16)
    parts = (
        b'Content-Disposition: form-data; name="operations"\r\n\r\n' + operation,
        b'Content-Disposition: form-data; name="map"\r\n\r\n' + json.dumps({"0": [upload.path]}).encode(),
        f'Content-Disposition: form-data; name="0"; filename="{upload.name}"\r\n'
        f"Content-Type: {upload.content_type}\r\n\r\n".encode()
        + upload.content,
    )
    body = b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts)
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
