"""What a test asks of a page that it has opened: barriers, what is out of sight, and where the keyboard gets to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["barriers", "beyond", "heading_levels", "unreached"]


def barriers(page: Page, *, only: list[str] | None = None) -> list[str]:
    """The serious and critical findings of axe on the page as it is shown now; ``only`` are rules to look for alone."""
    from axe_playwright_python.sync_playwright import Axe

    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if only:
        options["runOnly"] = only
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{each['id']} ({each['impact']}): {each['help']}: {node['html'][:200]} "
        f"[{'; '.join(check['message'] for check in [*node['any'], *node['all'], *node['none']])}]"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


#: Elements that stick out of the viewport to a side, and are not in a place that scrolls by itself or cuts them off.
_BEYOND = """() => {
  const width = document.documentElement.clientWidth;
  const page = document.scrollingElement.scrollWidth;
  const found = page > width ? [`the page is ${page} px wide in ${width}`] : [];
  const contained = (element) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== "visible") {
        const box = up.getBoundingClientRect();
        if (box.left >= -1 && box.right <= width + 1) return true;
      }
    }
    return false;
  };
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility()) continue;
    const box = element.getBoundingClientRect();
    if (box.right <= 0 || box.width === 0) continue; // out of the way on purpose: a link that shows when focused
    if ((box.right > width + 1 || box.left < -1) && !contained(element)) {
      found.push(`${element.outerHTML.slice(0, 150)} from ${Math.round(box.left)} to ${Math.round(box.right)} px`);
    }
  }
  return found.slice(0, 10);
}"""


def beyond(page: Page) -> list[str]:
    """What makes the page wider than its viewport, or lies out of it to a side."""
    found: list[str] = page.evaluate(_BEYOND)
    return found


def heading_levels(page: Page) -> list[int]:
    """The levels of the headings that can be seen, in their order."""
    levels: list[int] = page.evaluate(
        """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
            .filter((each) => each.checkVisibility()).map((each) => Number(each.tagName[1]))"""
    )
    return levels


#: Everything that can be worked and seen, but for the further buttons of a group that the arrows walk through.
_WANTED = """() => {
  const worked = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  const groups = new Set();
  window.wanted = new Set();
  for (const each of document.querySelectorAll(worked)) {
    if (each.disabled || each.tabIndex < 0 || !each.checkVisibility({ visibilityProperty: true })) continue;
    if (each.closest("[inert]")) continue;
    if (each.type === "radio") {
      const group = `${each.form ? [...document.forms].indexOf(each.form) : ""} ${each.name}`;
      if (groups.has(group)) continue;
      const checked = [...document.querySelectorAll("input[type=radio]")]
        .find((other) => other.name === each.name && other.form === each.form && other.checked);
      if (checked && checked !== each) continue;
      groups.add(group);
    }
    window.wanted.add(each);
  }
  return window.wanted.size;
}"""
_STEP = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return { at: null };
  window.wanted.delete(element);
  const lit = (each) => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
  };
  const near = [element, ...(element.labels || []), element.closest("label"), element.nextElementSibling];
  const box = element.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < window.innerHeight && box.right > 0 && box.left < window.innerWidth;
  return { at: element.outerHTML.slice(0, 150), lit: near.some((each) => each && lit(each)), inside };
}"""
_LEFT = """() => [...window.wanted]
  .filter((each) => each.isConnected && each.checkVisibility({ visibilityProperty: true }))
  .map((each) => each.outerHTML.slice(0, 150))"""


def unreached(page: Page) -> list[str]:
    """What the keyboard does not get to with Tab, or does without being shown where it is.

    On a page that has scrolled to something as it opened a browser may begin there, as Chromium 150 does: so the walk
    goes on past the page's end, and round once.
    """
    faults: list[str] = []
    ends = 0
    for _ in range(page.evaluate(_WANTED) + 20):
        page.keyboard.press("Tab")
        step = page.evaluate(_STEP)
        if step["at"] is None:
            ends += 1
            if ends == 2 or not page.evaluate("window.wanted.size"):
                break
            continue
        if not step["lit"]:
            faults.append(f"focus does not show: {step['at']}")
        if not step["inside"]:
            faults.append(f"focus is out of sight: {step['at']}")
    return [*dict.fromkeys(faults), *(f"not reached: {each}" for each in page.evaluate(_LEFT))]
