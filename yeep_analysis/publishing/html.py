"""One self-contained HTML file that asks no address for anything."""

from __future__ import annotations

from base64 import b64encode
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from yeep_analysis import __version__
from yeep_analysis.publishing import document
from yeep_analysis.publishing.foreign import foreign_words
from yeep_analysis.publishing.labels import labels
from yeep_analysis.words.language import active

TEMPLATES = "templates"
# The last word on what a browser may load: nothing from anywhere, pictures and fonts only from inside the file.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'"
)


def render(report: document.Document) -> str:
    """The page of a document; every text is escaped by the template engine."""
    environment = Environment(
        loader=PackageLoader("yeep_analysis.publishing", TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["data_uri"] = data_uri
    names = foreign_words(report)
    environment.filters["named"] = names.html if names else lambda text: text
    style = files("yeep_analysis.publishing").joinpath(TEMPLATES, "report.css").read_text(encoding="utf-8")
    return environment.get_template("report.html.j2").render(
        cover=report.cover,
        blocks=report.volume("report").blocks,
        annex=report.volume("annex").blocks,
        labels=labels(),
        language=active(),
        style=style,
        policy=CONTENT_SECURITY_POLICY,
        version=__version__,
        headings=report.of_kind("heading"),
    )


def data_uri(text: str, mimetype: str) -> str:
    """Text as an address that contains it."""
    return f"data:{mimetype};base64,{b64encode(text.encode()).decode()}"
