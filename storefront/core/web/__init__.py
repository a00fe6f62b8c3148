"""Views, headers, links and middleware that several rooms use."""
