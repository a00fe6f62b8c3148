"""Views, headers, links and template parts that belong to no room."""
