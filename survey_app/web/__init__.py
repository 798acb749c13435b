"""The pages: routes, forms and templates. Decisions are made elsewhere."""
