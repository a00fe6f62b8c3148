"""A customer's address book, and orders that become theirs."""

from django.forms import model_to_dict

from storefront.sandbox.models import Address, Customer, Order

ADDRESS_BOOK_LIMIT = 100


def remember_address(customer: Customer, address: Address | None) -> None:
    """Copy an address into the book, unless it is there or the book is full."""
    if address is None:
        return
    values = model_to_dict(address, exclude=["id", "customer"])
    book = customer.addresses.all()
    if book.filter(**values).exists() or book.count() >= ADDRESS_BOOK_LIMIT:
        return
    Address.objects.create(customer=customer, **values)


def claim_guest_orders(customer: Customer) -> None:
    """Orders made as a guest with the customer's address become theirs; the mailbox must have been proved before."""
    Order.objects.filter(email=customer.email, customer=None).update(customer=customer)
