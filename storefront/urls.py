"""Every address of the shop."""

urlpatterns: list[object] = []
