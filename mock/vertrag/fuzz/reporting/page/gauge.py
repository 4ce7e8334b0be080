"""A share as a bar in a line of text."""

from html import escape


def gauge(share: float, title: str) -> str:
    """The bar, filled by a share of 1; its title says what that is, to those who cannot see it as well."""
    said = escape(title)
    filled = f'<i style="width:{share:.1%}"></i>'
    return f'<span class="gauge" role="img" title="{said}" aria-label="{said}">{filled}</span>'
