"""Files that leave the product, one module a format."""
