"""URLs of the demo shop's product pictures."""

from django.urls import path

from storefront.sandbox import views

app_name = "sandbox"
urlpatterns = [path("media/<slug:slug>/<number:number>.svg", views.media, name="media")]
