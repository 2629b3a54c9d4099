"""The two sites: pages as plain Markdown from cases, duties and rulebooks, then a whole new site or none."""
