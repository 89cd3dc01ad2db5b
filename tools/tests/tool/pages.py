# SPDX-License-Identifier: GPL-2.0
"""What a page in HTML consists of, and snapshots whose strings carry markup."""
import html.parser
import unicodedata

# All that pages of ours are made of. What else is found came out of somebody's strings.
ELEMENTS = set("""html head meta title style body header footer main nav section h1 h2 h3 p ul ol
    li a span div strong code dl dt dd table caption thead tbody tr th td details summary b i
    svg g rect line path text circle polyline""".split())
ATTRIBUTES = set("""lang charset http-equiv content name href id class role scope tabindex open
    aria-label aria-labelledby aria-describedby aria-hidden colspan rowspan title style
    viewbox width height x y x1 y1 x2 y2 rx cx cy r d points text-anchor transform""".split())
VOID = {"meta"}
# One of each thing that would end a text, an attribute, an element or a line.
MARKUP = [
    "<script>alert(1)</script>", "\" onmouseover=\"alert(1)", "'><img src=x onerror=alert(1)>",
    "</title><svg onload=alert(1)>", "</style><b>", "-->", "&lt;b&gt; & &#x3c;i&#x3e;",
    "javascript:alert(1)",
]
# What no file may hold: it is refused on its way in, or shown as what it is.
HIDDEN = ["\u202eevil", "a\u2066b", "zero\u200bwidth", "\x1b[31mred", "line\nend", "nul\x00"]


class Page(html.parser.HTMLParser):
    """One page: its elements in their order, and what is wrong with it."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.written = []
        self.wrong, self.open, self.elements, self.texts = [], [], [], []
        self.ids, self.links, self.within = [], [], []
        self.feed(text)
        self.close()
        self.wrong += ["never closed: " + name for name in self.open]
        self.wrong += ["an id twice: " + one for one in set(self.ids) if self.ids.count(one) > 1]
        self.wrong += ["no such id: " + one for one in self.links if one not in self.ids]
        seen = [one for one in "".join(self.texts)
                if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") and one != "\n"]
        self.wrong += ["what is not seen: " + ascii(one) for one in seen]

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.written.append([])
        if tag not in ELEMENTS:
            self.wrong.append("element " + tag)
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.wrong.append("attribute %s of %s" % (name, tag))
            if name == "id":
                self.ids.append(value)
            if name in ("aria-labelledby", "aria-describedby"):
                self.links += value.split()
            if name == "href":
                if not value.startswith("#"):
                    self.wrong.append("a link to " + value)
                self.links.append(value[1:])
        if tag not in VOID:
            self.open.append(tag)
            self.within.append(len(self.elements) - 1)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append("closed and not open: " + tag)
        if self.within:
            self.within.pop()

    def handle_data(self, data):
        self.texts.append(data)
        for number in self.within:
            self.written[number].append(data)

    def handle_comment(self, data):
        self.wrong.append("a comment: " + data)

    def handle_pi(self, data):
        self.wrong.append("an instruction: " + data)

    def unknown_decl(self, data):
        self.wrong.append("a declaration: " + data)

    def text(self):
        """All that is written."""
        return "".join(self.texts)

    def all(self, tag, cls):
        """(attributes, text) of each element of a class."""
        return [(attributes, "".join(text))
                for (one, attributes), text in zip(self.elements, self.written)
                if one == tag and cls in (attributes.get("class") or "").split()]

    def has(self, tag, **attributes):
        """How many elements are so."""
        return sum(one == tag and all(found.get(key.replace("_", "-")) == value
                                      for key, value in attributes.items())
                   for one, found in self.elements)


def strings(value, path=()):
    """The paths of all strings in what JSON holds; of names too."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from strings(item, (*path, number))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from strings(item, (*path, name))


def kind(path):
    """What strings of the same kind share: their path without the numbers of lists."""
    return tuple("*" if isinstance(one, int) else one for one in path)


def put(value, path, text):
    """Change the string at a path."""
    for one in path[:-1]:
        value = value[one]
    value[path[-1]] = text
