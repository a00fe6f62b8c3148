"""Adds the images that guides' files name to Wagtail's library."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.images.fields import WagtailImageField

from education.content_io.files.fault_list import FaultList
from education.content_io.files.faults import FieldPath
from education.content_io.files.file_format import GuideFile
from education.content_io.files.file_reader import Document, figures_of, is_image_name
from education.models import GuideImage


def title_of(file_name: str) -> str:
    """Return the title that an import gives to an image, by the name of its file."""
    return Path(file_name).stem.replace("-", " ").capitalize()


class ImageImport:
    """The images of one import. Files with the same content are one image."""

    def __init__(self) -> None:
        self._keys: dict[Path, int] = {}
        self._added: list[GuideImage] = []

    def add(self, guides: Iterable[Document[GuideFile]], faults: FaultList) -> None:
        """Add the images that are missing. An image of a kind or size that the admin does not accept is a fault."""
        places: dict[Path, tuple[Document[GuideFile], FieldPath]] = {}
        for guide in guides:
            for place, figure in figures_of(guide.content):
                if is_image_name(figure.image):
                    places.setdefault(guide.path.parent / figure.image, (guide, (*place, "image")))
        contents = {path: path.read_bytes() for path in places if path.is_file()}
        hashes = {path: hashlib.sha1(content, usedforsecurity=False).hexdigest() for path, content in contents.items()}
        known = dict(GuideImage.objects.filter(file_hash__in=hashes.values()).values_list("file_hash", "pk"))
        for path, digest in hashes.items():
            if digest not in known:
                try:
                    known[digest] = self._add(path, contents[path], digest)
                except ValidationError as error:
                    faults.add(*places[path], f"the image {path.name}: {' '.join(error.messages)}")
                    continue
            self._keys[path] = known[digest]

    def keys_of(self, guide: Document[GuideFile]) -> Mapping[str, int]:
        """Return the primary keys of a guide's images by what its file calls them."""
        names = {figure.image for _, figure in figures_of(guide.content)}
        keys = {name: self._keys.get(guide.path.parent / name) for name in names}
        return {name: key for name, key in keys.items() if key is not None}

    def delete_files(self) -> None:
        """Delete the files that were added, when a rollback has removed their rows."""
        for image in self._added:
            image.file.storage.delete(image.file.name)

    def _add(self, path: Path, content: bytes, digest: str) -> int:
        file = ContentFile(content, name=path.name)
        WagtailImageField().clean(file)
        image = GuideImage(title=title_of(path.name), file=file)
        image.file_size, image.file_hash = len(content), digest
        image.save()
        self._added.append(image)
        return int(image.pk)
