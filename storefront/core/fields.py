"""Model fields of our own."""

from typing import TYPE_CHECKING, Any, overload

from django.db import models

from storefront.core.crypto import decrypt, encrypt

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField  # generic in the type stubs only


class _Ciphertext(str):
    """Encrypted text, as it is in the column."""

    __slots__ = ()


class _DecryptedAttribute:
    """The clear text of an encrypted column: decrypted when it is read, encrypted when it is set."""

    def __init__(self, field: "EncryptedTextField") -> None:
        self._field = field

    @overload
    def __get__(self, instance: None, owner: type) -> "_DecryptedAttribute": ...

    @overload
    def __get__(self, instance: models.Model, owner: type) -> str: ...

    def __get__(self, instance: models.Model | None, owner: type) -> "_DecryptedAttribute | str":
        if instance is None:
            return self
        stored: str = getattr(instance, self._field.attname)
        return decrypt(stored) if stored else ""

    def __set__(self, instance: models.Model, value: str) -> None:
        setattr(instance, self._field.attname, self._field.get_prep_value(value))


class EncryptedTextField(_TextField):
    """Text that the database holds encrypted with SECRET_KEY (storefront/core/crypto.py).

    The column is called `encrypted_<name>`. Reading the attribute decrypts, and raises DecryptionError if SECRET_KEY
    was lost; loading, refreshing and saving the row does not. Encryption differs each time, so the only lookup that
    works is for the empty text, which stays empty.
    """

    def get_attname(self) -> str:
        """Keep the ciphertext in an attribute of its own, as a foreign key does with its ID."""
        return f"encrypted_{self.name}"

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Add the attribute with the clear text to the model."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, _DecryptedAttribute(self))

    def from_db_value(self, value: str | None, expression: object, connection: "BaseDatabaseWrapper") -> str | None:
        """Mark what was read as encrypted."""
        return value and _Ciphertext(value)

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt text that is neither empty nor encrypted yet."""
        return value if not value or isinstance(value, _Ciphertext) else _Ciphertext(encrypt(value))
