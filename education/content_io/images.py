"""The images that manuscripts name, into Wagtail's library; the same file twice makes no second image."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.images.fields import WagtailImageField

from education.content_io.file_format import FileFormatError, GuideFile
from education.models import GuideImage


def image_keys(manuscripts: Iterable[tuple[Path, GuideFile, str]]) -> dict[str, int]:
    """The keys of these manuscripts' images by the names that they give them; what is missing is brought in.

    Raises ManuscriptError for a file that is no image, or not one that the desk takes.
    """
    files = {
        figure.image: path.parent / figure.image
        for path, manuscript, _ in manuscripts
        for _, figure in manuscript.figures
    }
    bytes_of = {name: file.read_bytes() for name, file in files.items()}
    hashes = {name: hashlib.sha1(content, usedforsecurity=False).hexdigest() for name, content in bytes_of.items()}
    known = dict(GuideImage.objects.filter(file_hash__in=hashes.values()).values_list("file_hash", "pk"))
    return {
        name: known.get(digest) or _bring_in(files[name], bytes_of[name], digest) for name, digest in hashes.items()
    }


def _bring_in(path: Path, content: bytes, digest: str) -> int:
    file = ContentFile(content, name=path.name)
    try:
        WagtailImageField().clean(file)
    except ValidationError as error:
        raise FileFormatError(f"{path.name}: {' '.join(error.messages)}") from error
    image = GuideImage(title=path.stem.replace("-", " ").capitalize(), file=file)
    image.file_size, image.file_hash = len(content), digest
    image.save()
    return int(image.pk)
