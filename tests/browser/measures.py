"""How pages are measured: what is too wide, small, close or tight in the browser, and axe."""

from axe_playwright_python.sync_playwright import Axe

TOOLS = """
    const shown = (element) => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && box.right > 0 && getComputedStyle(element).visibility !== "hidden";
    };
    const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
    const box = (element) => element.getBoundingClientRect();
    const named = (element) => `${element.tagName} ${element.textContent.trim().slice(0, 40)}`;
    const inner = "a, button, select, textarea, input:not([type=hidden], .choice-input)";
    const beyond =
        document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const tight = (selector) => all(selector)
        .filter((one) => {
            const style = getComputedStyle(one);
            const least = /^H/.test(one.tagName) ? 1.35 : 1.5;
            return parseFloat(style.lineHeight) / parseFloat(style.fontSize) < least - 0.01;
        })
        .map(named);
"""
TEXT = "p, li, legend, dd, td, th, .choice-text, h1, h2, h3"


def measure(faults: str) -> str:
    """A script that gives the faults of a page by their kind; `faults` says how each is found."""
    return f"() => {{{TOOLS} return {{ beyond, {faults} }}; }}"


EXAMINE = """(enhanced) => {
    const ownLook = [
        "backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode", "position",
        "clip", "clipPath",
    ];
    const textLook = ["color", "fontSize", "fontWeight", "textShadow", "webkitTextStroke"];
    const known = new Map();
    const behind = (one) => {
        if (!one) return "";
        if (!known.has(one)) {
            const style = getComputedStyle(one);
            const own = ownLook.map((name) => style[name]);
            known.set(one, [behind(one.parentElement), one.localName, ...own].join("|"));
        }
        return known.get(one);
    };
    const look = (one) => {
        const style = getComputedStyle(one);
        return [behind(one), ...textLook.map((name) => style[name])].join("|");
    };
    const seen = new Set();
    for (const one of document.querySelectorAll("body *")) {
        one.removeAttribute("data-alike");
        if (one.childElementCount) continue;
        if (!one.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        const key = look(one);
        one.toggleAttribute("data-alike", seen.has(key));
        seen.add(key);
    }
    const contrasts = ["color-contrast", "color-contrast-enhanced"];
    axe.configure({
        rules: contrasts.map((id) => ({ id, selector: ":not([data-alike])" })),
    });
    return axe.run(document, {
        resultTypes: ["violations"],
        rules: { "color-contrast-enhanced": { enabled: enhanced } },
    });
}"""
"""Contrast takes most of the time and is the same in each cell of a column: it is measured in the
first of the visible elements that are drawn alike, by their computed style and that of all they
stand in. So a state that is drawn otherwise (checked, current, every second row) is measured too.
"""


def violations(page, *, enhanced):
    """The serious and critical violations; `enhanced` asks for the contrast of sunlight."""
    page.evaluate(Axe().axe_script)
    found = page.evaluate(EXAMINE, enhanced)["violations"]
    return [
        (violation["id"], node["target"], node["any"][0]["message"] if node["any"] else "")
        for violation in found
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]
