"""The hook that mkdocs.yml names: everything is in the program."""

from duban.site.mkdocs_hook import (  # noqa: F401
    on_build_error,
    on_config,
    on_nav,
    on_page_content,
    on_post_build,
    on_post_page,
    on_post_template,
    on_template_context,
)
