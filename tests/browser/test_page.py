"""The HTML page in a real browser: silent, closed to the outside, readable by everybody."""

from __future__ import annotations

import base64
import json
import re
import shutil
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from tests import pages
from tests.made_up import (
    TODAY,
    a_chain,
    a_season,
    a_week,
    check_in,
    hostile_week,
    inputs,
    what_they_said,
    workdays_of,
)
from valuecheck import report
from valuecheck.core.records import Filters
from valuecheck.render import views
from valuecheck.render.write import Format, written
from valuecheck.report import Review

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MACOS_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
webdriver = pytest.importorskip("selenium.webdriver")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which(MACOS_CHROME)
DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver"),
    pytest.mark.xdist_group("browser"),
]

PAGES = {
    "empty": lambda: inputs([]),
    "week": lambda: inputs([check_in("2026-11-02", 3), *a_week()], every_note=True),
    "hostile": lambda: inputs(hostile_week(), every_note=True),
    "quarter": lambda: inputs(workdays_of(date(2026, 4, 1), TODAY), "last-quarter"),
    "customer": lambda: inputs(
        a_season(),
        "quarter",
        filters=Filters(customers=("retail",)),
        feedback=what_they_said(),
        chain=a_chain(),
        every_note=True,
    ),
    "year": lambda: inputs(workdays_of(date(2025, 1, 2), TODAY), "year", every_note=True),
}
ALL = [*PAGES, "review", "calendar"]
LOOKS = [("screen", "light"), ("screen", "dark"), ("print", "light")]
# Every text with the colours it is really drawn in: its own, and the first painted one behind it.
CONTRASTS = """
const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
const light = (c) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
  const s = c[i] / 255;
  return sum + weight * (s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4);
}, 0);
const behind = (node) => {
  for (; node; node = node.parentElement) {
    const c = rgb(getComputedStyle(node).backgroundColor);
    if (c.length && c[3] !== 0) return c;
  }
  return [255, 255, 255];
};
const found = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const text = walk.currentNode.textContent.trim(), node = walk.currentNode.parentElement;
  if (!text || node.closest('title, desc')) continue;
  const style = getComputedStyle(node);
  const front = light(rgb(node.closest('svg') ? style.fill : style.color));
  const back = light(behind(node));
  const [high, low] = front > back ? [front, back] : [back, front];
  found.push([text, (high + 0.05) / (low + 0.05)]);
}
return found;
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    # A busy machine needs its time for axe.
    driver.set_script_timeout(120)
    yield driver
    driver.quit()


def page_of(name: str) -> str:
    """A report as a page, or for `review` and `calendar` these of a report."""
    if name == "review":
        built = report.build(PAGES["week"]())
        found = Review(report=built, intention="Say no to one meeting.", next_week="2026-W48")
        return written(views.review(found), Format.HTML, notes=True)
    if name == "calendar":
        return written(views.calendar(report.build(PAGES["year"]())), Format.HTML, notes=True)
    return pages.html(report.build(PAGES[name]()), notes=True)


@pytest.fixture
def opened(browser: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    page = tmp_path / "page.html"
    page.write_text(page_of(request.param), encoding="utf-8")
    for log in ("browser", "performance"):
        browser.get_log(log)
    browser.get(page.as_uri())
    return browser


def look(browser: Any, media: str, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    emulated = {"media": media, "features": features}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", emulated)


@pytest.mark.parametrize("opened", ALL, indirect=True)
def test_the_page_says_nothing_on_the_console_and_asks_nobody(opened: Any) -> None:
    assert opened.get_log("browser") == []
    messages = [json.loads(entry["message"])["message"] for entry in opened.get_log("performance")]
    asked = [
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]
    assert asked == [opened.current_url]


@pytest.mark.parametrize("opened", ALL, indirect=True)
@pytest.mark.parametrize(("media", "scheme"), LOOKS)
def test_every_text_stands_out_from_what_is_behind_it(opened: Any, media: str, scheme: str) -> None:
    look(opened, media, scheme)
    contrasts = opened.execute_script(CONTRASTS)
    look(opened, "screen", "light")
    assert len(contrasts) > 2
    assert [found for found in contrasts if found[1] < 4.5] == []


@pytest.mark.parametrize("opened", ALL, indirect=True)
def test_axe_finds_no_violation(opened: Any) -> None:
    # The page's own policy forbids scripts; the test's come in through the debugger.
    axe = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    opened.execute_script(axe)
    found = opened.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
    assert len(found["passes"]) > 10
    assert [(rule["id"], rule["nodes"]) for rule in found["violations"]] == []


@pytest.mark.parametrize("opened", ["week"], indirect=True)
def test_a_week_prints_on_two_pages_at_most(opened: Any) -> None:
    printed = opened.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", base64.b64decode(printed["data"]))
    assert 1 <= len(pages) <= 2


@pytest.mark.parametrize("opened", ALL, indirect=True)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_never_wider_than_the_window(opened: Any, width: int) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    assert opened.execute_script("return document.documentElement.scrollWidth") <= width
    opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("opened", ["hostile"], indirect=True)
def test_typed_markup_is_text(opened: Any) -> None:
    assert (
        opened.execute_script("return document.querySelectorAll('script, img, b, a').length") == 0
    )
    shown = opened.execute_script("return document.querySelector('main').textContent")
    assert "<script>alert(1)</script>" in shown
