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


FAINT_TEXTS = """() => {
    const channels = (colour) => (colour.match(/[0-9.]+/g) || []).map(Number);
    const over = ([r, g, b, a = 1], below, opacity) => {
        const part = a * opacity;
        return [r, g, b].map((one, at) => one * part + below[at] * (1 - part));
    };
    const luminance = (colour) => {
        const [r, g, b] = colour.map((one) => {
            const part = one / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const pageBehind = (svg) => {
        const behind = [];
        for (let one = svg; one; one = one.parentElement) behind.unshift(one);
        return behind.reduce(
            (colour, one) => over(channels(getComputedStyle(one).backgroundColor), colour, 1),
            [255, 255, 255],
        );
    };
    const opacityOf = (style) => Number(style.fillOpacity) * Number(style.opacity);
    const holds = (shape, x, y) => {
        const { left, right, top, bottom } = shape.getBoundingClientRect();
        return left <= x && x <= right && top <= y && y <= bottom;
    };
    const faint = [];
    let measured = 0;
    for (const svg of document.querySelectorAll("svg.chart")) {
        if (!svg.checkVisibility()) continue;
        const page = pageBehind(svg);
        let shapes = [];
        for (const one of svg.querySelectorAll("rect, circle, path, polygon, text")) {
            const style = getComputedStyle(one);
            if (style.fill === "none" || style.visibility === "hidden") continue;
            if (one.localName !== "text") {
                shapes.push(one);
                continue;
            }
            if (!one.textContent.trim()) continue;
            const box = one.getBoundingClientRect();
            const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
            const behind = shapes.filter((shape) => holds(shape, x, y)).reduce((colour, shape) => {
                const look = getComputedStyle(shape);
                return over(channels(look.fill), colour, opacityOf(look));
            }, page);
            const colour = over(channels(style.fill), behind, opacityOf(style));
            const isLarge = parseFloat(style.fontSize) >= 24;
            measured += 1;
            const found = contrast(colour, behind);
            if (found < (isLarge ? 3 : 4.5)) faint.push([one.textContent.trim(), found.toFixed(2)]);
        }
    }
    return { measured, faint };
}"""
"""Texts of charts that stand out too little (WCAG 2, 1.4.3) from what is drawn behind them: axe
does not look at what is drawn. Letters are taken to be as large as their drawing says.
"""

CUT_TEXTS = """() => [...document.querySelectorAll("svg.chart text")]
    .filter((one) => one.checkVisibility() && one.getBBox().width)
    .filter((one) => {
        const { x, y, width, height } = one.getBBox();
        const plane = one.ownerSVGElement.viewBox.baseVal;
        const isWide = x < -4 || x + width > plane.width + 4;
        return isWide || y < -4 || y + height > plane.height + 4;
    })
    .map((one) => one.textContent.trim())"""
"""Texts of charts that go beyond their edge, where they are cut, by more than half a letter."""

COVERED_TEXTS = """() => {
    const all = (of) => [...document.querySelectorAll(`svg.chart ${of}`)]
        .filter((one) => one.checkVisibility());
    const dots = all("circle").map((one) => one.getBoundingClientRect());
    const meets = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
        && one.top < other.bottom - 1 && other.top < one.bottom - 1;
    return all("text")
        .filter((one) => dots.some((dot) => meets(one.getBoundingClientRect(), dot)))
        .map((one) => one.textContent.trim());
}"""
"""Texts of charts on which a dot lies, or that lie on one."""
