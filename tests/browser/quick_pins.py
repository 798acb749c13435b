"""PINs that are tried at once, by the same code: the browser turns its hash once for them.

The app asks for 600,000 turns, a third of a second of processor time whenever somebody chooses or
types a PIN; that it does, and that a PIN opens what it closed so, is tested where it is in earnest.
"""

from playwright.sync_api import BrowserContext

TURNED_ONCE = """
const subtle = globalThis.SubtleCrypto?.prototype; // pages without a secure origin have none
const derive = subtle?.deriveBits;
if (derive) {
    subtle.deriveBits = function (rule, key, length) {
        const quick = rule.name === "PBKDF2" ? { ...rule, iterations: 1 } : rule;
        return derive.call(this, quick, key, length);
    };
}
"""


def make_pins_quick(context: BrowserContext) -> None:
    """Of every page that this browser opens from now on."""
    context.add_init_script(TURNED_ONCE)
