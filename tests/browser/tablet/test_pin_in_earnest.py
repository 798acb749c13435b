"""What it costs to try a PIN, where nothing makes it quick for the tests."""

NOTED = """
globalThis.asked = [];
const subtle = globalThis.SubtleCrypto?.prototype;
const derive = subtle?.deriveBits;
if (derive) {
    subtle.deriveBits = function (rule, key, length) {
        if (rule.name === "PBKDF2") asked.push([rule.hash, rule.salt.length, rule.iterations]);
        return derive.call(this, rule, key, length);
    };
}
"""


def test_pin__chosen_and_typed__is_hashed_as_often_as_is_promised(server, enumerators):
    enumerator = enumerators(server.address, in_earnest=True)
    enumerator.page.context.add_init_script(NOTED)

    enumerator.begin()
    enumerator.lock()
    enumerator.enter()

    asked = enumerator.page.evaluate("asked")
    assert asked == [["SHA-256", 16, 600_000]] * 2
    [person] = enumerator.kept("people")
    assert person["vault"]["iterations"] == 600_000
