"""The shop as a Saleor app: manifest, installation, and the signed webhooks that Saleor sends."""
