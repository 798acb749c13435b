"""The first sign-in in a browser, with scripts and without."""

import pytest


@pytest.mark.parametrize(("javascript", "wanted"), [(True, "/tablet/"), (False, "/interviews/")])
def test_first_sign_in__page_wanted_before__is_where_it_ends(visit, site, javascript, wanted):
    code = site.first_code("dieutravien")
    visitor = visit("tablet", javascript=javascript)
    page = visitor.page
    visitor.go(f"/sign-in?next={wanted}")

    visitor.follow(page.locator("a[href*='/sign-in/code/']"))
    page.locator("#username").fill("Dieutravien")
    page.locator("#code").fill(code.lower())
    visitor.follow(page.locator("main button"))
    page.locator("#password").fill("mot-mat-khau-moi")
    page.locator("#again").fill("mot-mat-khau-moi")
    visitor.follow(page.locator("main button"))
    page.wait_for_url(f"**{wanted}")

    visitor.go("/")
    assert page.url.endswith("/interviews/")
    assert site.one("SELECT count(*) FROM sign_in_code WHERE used_at IS NOT NULL") == 1
