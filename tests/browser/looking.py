"""How a page is looked at: it is loaded once, and then seen wide and narrow, in forced colours and on paper."""

from dataclasses import dataclass, field
from hashlib import sha256

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
# What a page is made of, without its words and how many of each there are: what is made of the same is looked at once.
MAKE = """() => [...new Set([...document.querySelectorAll('body *')].map(e => [e.parentElement.tagName,
  e.parentElement.className, e.tagName, e.className, e.type, e.role, e.hasAttribute('aria-current'),
  e.hasAttribute('aria-describedby')].join()))].sort().join(';')"""
STILL = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('* { transition: none !important }');
  document.adoptedStyleSheets.push(sheet); }"""
OPEN_ALL = "() => document.querySelectorAll('details').forEach(e => e.open = true)"
# Everything that takes the focus by keyboard gets it, from the last to the first, so that heads that stay on the screen
# could cover it; what lies in a menu gets it with the menu open. Told is what is then off the screen or covered, and
# the width.
FOCUS_EACH = """() => {
  const own = e => e.matches('.usa-radio__input, .usa-checkbox__input') ? e.labels[0] : e;
  const points = b => [[.5, .5], [.02, .5], [.98, .5], [.5, .1], [.5, .9]].map(([x, y]) =>
    [b.left + x * b.width, b.top + y * b.height]);
  const seen = e => [...e.getClientRects()].some(b => points(b).some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (e.contains(top) || top.closest('label')?.control === e);
  }));
  const inside = e => { const b = e.getBoundingClientRect(); return b.left > -2 && b.right < innerWidth + 2; };
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, iframe')]
    .filter(e => e.tabIndex >= 0).reverse();
  const shut = e => {
    const d = (e.matches('summary') ? e.parentElement.parentElement : e).closest('details:not([open])');
    return d ? [d, ...shut(d.parentElement)] : [];
  };
  const lost = [];
  let wide = 0;
  for (const e of all) {
    const menus = shut(e);
    for (const d of menus) d.open = true;
    e.focus();
    if (document.activeElement === e) {
      wide = Math.max(wide, document.documentElement.scrollWidth);
      if (!inside(own(e)) || !seen(own(e))) lost.push(e.outerHTML.slice(0, 160));
    }
    for (const d of menus) d.open = false;
  }
  document.activeElement.blur();
  return {lost, wide};
}"""
# Of links that stand beside each other, the one that is open must look otherwise than by its ground.
CURRENT_IS_TOLD = """() => [...document.querySelectorAll('.hg-nav, .hg-tabs')].filter(nav => {
  const look = e => { const s = getComputedStyle(e); return s.borderBottomColor + s.outline + s.textDecorationLine; };
  const [here] = nav.querySelectorAll('[aria-current]');
  return here && [...nav.querySelectorAll('a:not([aria-current])')].some(e => look(e) === look(here));
}).map(nav => nav.className)"""
ON_PAPER = """() => {
  const shown = [...document.querySelectorAll('.hg-nav, .hg-search, .hg-tabs, .usa-button, .hg-filters')];
  const left = shown.filter(e => e.checkVisibility()).map(e => e.className);
  return document.querySelector('h1').checkVisibility() ? left : [...left, 'the h1 is hidden'];
}"""


@dataclass
class Looking:
    """Looks at pages, and keeps what is wrong with them. `makes` are those of pages looked at, by whomever."""

    page: Page
    makes: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Hear what the browser complains of."""
        self.page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self._tell(message.text)

    def _tell(self, problem: str) -> None:
        self.broken.append(f"{self.page.url}: {problem}")

    def look(self) -> None:
        """At the page as it is loaded, on a desk."""
        self.page.evaluate(STILL)
        make = sha256(str(self.page.evaluate(MAKE)).encode()).hexdigest()
        if make not in self.makes:
            self.makes.add(make)
            self._holds_the_focus()
            self.page.evaluate(OPEN_ALL)
            self.axe()
            self._on_a_phone()
            self._in_other_media()

    def axe(self, **only: object) -> None:
        """Nothing that axe finds."""
        options = {"runOnly": only or {"type": "tag", "values": TAGS}}
        for violation in Axe().run(self.page, options=options).response["violations"]:
            nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
            self._tell(f"{violation['id']}: {violation['help']}: {nodes}")

    def _holds_the_focus(self) -> None:
        width = self.page.viewport_size["width"] if self.page.viewport_size else 0
        found = self.page.evaluate(FOCUS_EACH)
        for element in found["lost"]:
            self._tell(f"focused at {width} px it is off the screen or covered: {element}")
        if found["wide"] > width:
            self._tell(f"{found['wide']} px wide on a screen of {width} px")

    def _on_a_phone(self) -> None:
        """What depends on the width alone."""
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        self.axe(type="rule", values=["target-size", "scrollable-region-focusable"])
        self._holds_the_focus()
        self.page.set_viewport_size(DESK)  # type: ignore[arg-type]

    def _in_other_media(self) -> None:
        self.page.emulate_media(forced_colors="active")
        for nav in self.page.evaluate(CURRENT_IS_TOLD):
            self._tell(f"forced colours hide which page is open: {nav}")
        self.page.emulate_media(forced_colors="none", media="print")
        for name in self.page.evaluate(ON_PAPER):
            self._tell(f"on paper: {name}")
        self.page.emulate_media(media="screen")
