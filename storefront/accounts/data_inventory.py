"""Every table of the database: whom its rows name, why, for how long, and what removes them.

docs/privacy.md holds this list as a table. A test compares both, and fails when a model is missing here.
"""

from dataclasses import dataclass
from enum import Enum


class Names(Enum):
    """Whom a row names, if anyone."""

    NOBODY = "nobody"
    SHOPPER = "a shopper"
    READER = "a reader, by a name of their choice"
    EDITOR = "an editor"
    MERCHANT = "the merchant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One model. `models` are labels such as `emails.Email`; the rest is empty where a row names nobody.

    `job` is the Celery task that removes old rows, or says who removes them. `export` and `erasure` say what the
    download and the deletion of an account do; `test` is the file that shows it.
    """

    models: tuple[str, ...]
    names: Names
    what: str = ""
    why: str = ""
    kept: str = ""
    job: str = ""
    export: str = ""
    erasure: str = ""
    test: str = ""


PERSONAL = (
    Table(
        models=("sessions.Session",),
        names=Names.SHOPPER,
        what="encrypted: sign-in, cart, payments and orders opened in one browser; the key is hashed",
        why="shopping and signing in",
        kept="30 days after the last change; in the browser until it is closed",
        job="storefront.core.tasks.delete_expired_sessions",
        export="its cart, and its payments",
        erasure="yes, the browser's own",
        test="tests/core/test_session_keys.py",
    ),
    Table(
        models=("payments.PaymentAttempt", "payments.AttemptTransition"),
        names=Names.SHOPPER,
        what="encrypted IDs of checkout, order and payment; amount, outcome, order number",
        why="one order for one payment, refunds, disputes",
        kept="180 days after the payment is settled; until then while money is held",
        job="storefront.payments.tasks.delete_old_payments",
        export="yes",
        erasure="yes, once settled",
        test="tests/payments/test_retention.py",
    ),
    Table(
        models=("payments.DummyPayment",),
        names=Names.SHOPPER,
        what="amount and chosen outcome of a test payment",
        why="test payments",
        kept="30 days",
        job="storefront.payments.tasks.delete_old_payments",
        export="no: test payments are no one's money",
        erasure="no: it names no account",
        test="tests/payments/test_retention.py",
    ),
    Table(
        models=("emails.Email",),
        names=Names.SHOPPER,
        what="encrypted: address and content until it is sent; then its kind alone",
        why="sending emails once",
        kept="30 days after it was sent or given up; a held email at most 60 days",
        job="storefront.emails.tasks.send_due_emails",
        export="those not sent yet",
        erasure="yes, those that would be sent later",
        test="tests/accounts/test_leaving.py",
    ),
    Table(
        models=("orders.GuestLookup",),
        names=Names.SHOPPER,
        what="encrypted: order number and address that a guest entered",
        why="a link to a guest's order",
        kept="one hour",
        job="storefront.orders.tasks.queue_due",
        export="no: it is gone within the hour",
        erasure="no: it is gone within the hour",
        test="tests/orders/test_look_up.py",
    ),
    Table(
        models=("orders.Withdrawal",),
        names=Names.SHOPPER,
        what="encrypted: the declaration, with name and address",
        why="proof of the withdrawal (claims become barred after three years)",
        kept="three years",
        job="storefront.orders.tasks.queue_due",
        export="yes",
        erasure="no: the law asks for proof",
        test="tests/orders/test_withdrawal.py",
    ),
    Table(
        models=("comments.Comment",),
        names=Names.READER,
        what="a name of the reader's choice and their words; nothing says who wrote",
        why="questions under guides",
        kept="while shown; refused and withdrawn ones 30 days, withdrawn ones without words",
        job="education.comments.tasks.delete_old_comments",
        export="no: it belongs to no account; its writer has a link",
        erasure="no: its writer withdraws it by the link",
        test="tests/education/comments/test_writing.py",
    ),
    Table(
        models=("merchant.OrderPolicies", "merchant.OrderPolicies_versions", "merchant.PolicyVersion"),
        names=Names.SHOPPER,
        what="a hash of an order's ID, and which legal texts were in force",
        why="proof of the contract's terms (claims become barred after three years)",
        kept="three years",
        job="storefront.orders.tasks.queue_due",
        export="no: the email of the order holds the texts",
        erasure="no: proof of a contract",
        test="tests/merchant/test_policies.py",
    ),
    Table(
        models=("merchant.DutyConfirmation",),
        names=Names.EDITOR,
        what="who confirmed or revoked a duty, when, and why",
        why="the merchant's written decision about a duty of the law",
        kept="while the shop is open",
        job="an administrator deletes them with the shop",
        export="no: staff, not customers",
        erasure="the name stays, the account's key goes",
        test="tests/merchant/test_selling.py",
    ),
    Table(
        models=("catalog.RuleVersion",),
        names=Names.EDITOR,
        what="who changed the safety rules, who accepted it, when, why and by which source",
        why="a change of what the shop calls safe can be traced and put back",
        kept="while the shop is open",
        job="an administrator deletes them with the shop",
        export="no: staff, not customers",
        erasure="the names stay, the accounts' keys go",
        test="tests/catalog/test_safety_rules.py",
    ),
    Table(
        models=("merchant.MerchantProfile",),
        names=Names.MERCHANT,
        what="who sells: names, addresses and numbers that the law has published",
        why="legal pages, order emails and the checks of a market's duties",
        kept="while the shop is open",
        job="an administrator changes it under Settings",
        export="no: the merchant, not a customer",
        erasure="no: the law asks for it",
        test="tests/merchant/test_identity.py",
    ),
    Table(
        models=("comments.Report",),
        names=Names.READER,
        what="what a reader says is wrong with a reply; nothing says who reported",
        why="notices of unlawful content, and the decision on them",
        kept="until 180 days after the decision",
        job="education.comments.tasks.delete_old_comments",
        export="no: it belongs to no account; its reporter has a link",
        erasure="no: it names nobody",
        test="tests/education/comments/test_reports.py",
    ),
    Table(
        models=("auth.User", "auth.User_groups", "auth.User_user_permissions", "wagtailusers.UserProfile"),
        names=Names.EDITOR,
        what="name, email address, password hash, roles, preferences",
        why="signing in to the admin",
        kept="while the editor works for the shop",
        job="an administrator deletes the user",
        export="no: staff, not customers",
        erasure="an administrator deletes the user",
        test="tests/education/admin/test_sign_in.py",
    ),
    Table(
        models=("otp_totp.TOTPDevice",),
        names=Names.EDITOR,
        what="the key of an authenticator app",
        why="the second factor",
        kept="until the editor or an administrator removes it",
        job="goes with the user",
        export="no: staff, not customers",
        erasure="goes with the user",
        test="tests/education/admin/test_sign_in.py",
    ),
    Table(
        models=("wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry"),
        names=Names.EDITOR,
        what="who changed what in the admin, and when",
        why="questions about a health text",
        kept="two years",
        job="education.tasks.delete_old_admin_records",
        export="no: staff, not customers",
        erasure="the user is removed from the entries",
        test="tests/education/admin/test_retention.py",
    ),
    Table(
        models=("wagtailadmin.EditingSession", "wagtailadmin.FormState"),
        names=Names.EDITOR,
        what="which page an editor has open, and what they typed last",
        why="warning of two editors on one page",
        kept="30 days",
        job="education.tasks.delete_old_admin_records",
        export="no: staff, not customers",
        erasure="goes with the user",
        test="tests/education/admin/test_retention.py",
    ),
    Table(
        models=(
            "wagtailcore.Revision", "wagtailcore.TaskState", "wagtailcore.WorkflowState", "wagtailcore.Comment",
            "wagtailcore.CommentReply", "wagtailcore.PageSubscription", "wagtailcore.UploadedFile",
            "wagtailcore.Page", "wagtaildocs.Document", "wagtailimages.Image", "education.GuideImage",
            "education.Reviewer", "education.Review",
        ),
        names=Names.EDITOR,
        what="who wrote, uploaded, reviewed and commented on a text",
        why="who answers for a health text",
        kept="as long as the text",
        job="goes with the page",
        export="no: staff, not customers",
        erasure="the user is removed from them",
        test="tests/education/admin/test_workflow.py",
    ),
    Table(
        models=(
            "sandbox.Customer", "sandbox.Address", "sandbox.Checkout", "sandbox.CheckoutLine", "sandbox.Delivery",
            "sandbox.Checkout_gift_cards", "sandbox.Order", "sandbox.OrderLine", "sandbox.Order_gift_cards",
            "sandbox.GiftCardUse",
            "sandbox.Fulfillment", "sandbox.FulfillmentLine", "sandbox.Transaction", "sandbox.TransactionEvent",
        ),
        names=Names.SHOPPER,
        what="what Saleor would store; only in a demo without Saleor",
        why="the demo",
        kept="until the demo's database is deleted (`make clean`)",
        job="whoever runs the demo",
        export="yes, as from Saleor",
        erasure="the customer; orders stay as in Saleor",
        test="tests/accounts/test_leaving.py",
    ),
)  # fmt: skip

# Rows about products, texts, settings and permissions. Labels that end in `.*` cover every model of an app.
IMPERSONAL = (
    "catalog.AttributeValue", "catalog.Category", "catalog.Collection", "catalog.CollectionListing",
    "catalog.DeliveryTerms", "catalog.FormerSlug", "catalog.Listing", "catalog.Media", "catalog.Offer",
    "catalog.PendingRefresh", "catalog.PricePeriod", "catalog.PriorPrice", "catalog.Product",
    "catalog.Product_collections", "catalog.ScheduledChange", "catalog.SyncState", "catalog.Variant",
    "contenttypes.*", "page_cache.*", "saleor.*", "search.*", "taggit.*", "wagtailredirects.*",
    "wagtailembeds.*", "wagtailsearch.*", "feedback.HelpfulCount", "recalls.*", "merchant.Brand", "merchant.Policy",
    "auth.Group", "auth.Group_permissions",
    "auth.Permission", "education.ImportRecord", "education.ClinicalReviewTask", "education.ClinicalReviewTask_groups",
    "education.GlossaryIndexPage", "education.GlossaryTermPage", "education.GuideIndexPage",
    "education.GuidePage", "education.GuideRendition", "education.HomePage", "education.MatchingStage",
    "education.RelatedGuide", "education.ReviewReminder", "education.StageProduct", "sandbox.Attribute",
    "sandbox.Category", "sandbox.Channel", "sandbox.Collection", "sandbox.Collection_channels",
    "sandbox.CountryTaxRate", "sandbox.GiftCard", "sandbox.Listing", "sandbox.Media", "sandbox.Price",
    "sandbox.Product",
    "sandbox.ProductType", "sandbox.Product_collections", "sandbox.ShippingMethod", "sandbox.Variant",
    "sandbox.Voucher", "sandbox.VoucherListing", "sandbox.Warehouse", "wagtailadmin.Admin", "wagtailcore.Collection",
    "wagtailcore.CollectionViewRestriction", "wagtailcore.CollectionViewRestriction_groups",
    "wagtailcore.GroupApprovalTask", "wagtailcore.GroupApprovalTask_groups", "wagtailcore.GroupCollectionPermission",
    "wagtailcore.GroupPagePermission", "wagtailcore.GroupSitePermission", "wagtailcore.Locale",
    "wagtailcore.PageViewRestriction", "wagtailcore.PageViewRestriction_groups", "wagtailcore.ReferenceIndex",
    "wagtailcore.Site", "wagtailcore.Task", "wagtailcore.Workflow", "wagtailcore.WorkflowContentType",
    "wagtailcore.WorkflowPage", "wagtailcore.WorkflowTask",
    "wagtailimages.Rendition",
)  # fmt: skip


def table_rows() -> tuple[str, ...]:
    """Return the rows of the table in docs/privacy.md."""
    return tuple(
        f"| {', '.join(f'`{label}`' for label in table.models)} | {table.names.value} | {table.what} | {table.why} "
        f"| {table.kept} | {_job(table.job)} | {table.export} | {table.erasure} | [test](../{table.test}) |"
        for table in PERSONAL
    )


def _job(job: str) -> str:
    return f"`{job}`" if ".tasks." in job else job
