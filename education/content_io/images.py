"""Adds the images that guides' files name to Wagtail's library."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.images.fields import WagtailImageField

from education.content_io.file_format import FileFormatError, GuideFile
from education.models import GuideImage


def import_images(guides: Iterable[tuple[Path, GuideFile]]) -> dict[Path, int]:
    """Return the database keys of the images that these guides name, by file; add those that are missing.

    Files with the same content are one image. Raises FileFormatError for a file that is not an image, or of a kind or
    size that the admin does not accept. Call it before the transaction: a rollback does not remove files.
    """
    paths = (path.parent / figure.image for path, guide in guides for _, figure in guide.figures)
    contents = {path: path.read_bytes() for path in dict.fromkeys(paths)}
    hashes = {path: hashlib.sha1(content, usedforsecurity=False).hexdigest() for path, content in contents.items()}
    known = dict(GuideImage.objects.filter(file_hash__in=hashes.values()).values_list("file_hash", "pk"))
    for path, digest in hashes.items():
        if digest not in known:
            known[digest] = _add_image(path, contents[path], digest)
    return {path: known[digest] for path, digest in hashes.items()}


def _add_image(path: Path, content: bytes, digest: str) -> int:
    file = ContentFile(content, name=path.name)
    try:
        WagtailImageField().clean(file)
    except ValidationError as error:
        raise FileFormatError(f"{path.name}: {' '.join(error.messages)}") from error
    image = GuideImage(title=path.stem.replace("-", " ").capitalize(), file=file)
    image.file_size, image.file_hash = len(content), digest
    image.save()
    return int(image.pk)
