"""Walks through everything that the pages of a task can look like, with a stop at each."""

import json
from urllib.parse import urlsplit


def interview_states(visitor, answers):
    """Walks an interview and stops at everything it can look like."""
    visitor.start("SYT")
    visitor.next()
    yield "consent missing"
    for part in ("experience", "F1", "expectation", "end"):
        visitor.walk(answers, until=part)
        yield part
        if part == "F1":
            visitor.answer_at_once({"q11": 2, "q12": 9})
            yield "F1 answered"
    given = visitor.page.locator("[name=b7]")
    given.evaluate("field => { field.value = '99'; }")
    visitor.send(refused=True)
    yield "faults"
    visitor.answer({"b7": "9"})
    visitor.walk({})
    visitor.send()
    yield "receipt"


def decision_states(visitor, site, least):
    """Walks the pages of decisions: the list, a conflict, a fault, its correction, the reason."""
    first = site.document(least)
    second = {**first, "answers": {**least, "q11": 1}}
    # One after the other: documents of one batch are put aside in the order of their hashes.
    for sent in ((first, second), (site.document({**least, "q13": 6}),), (site.document({}),)):
        site.send(*sent)
    visitor.sign_in("buudien")
    for path in ("", "1", "2", "3"):
        visitor.go(f"/field/quarantine/{path}")
        yield path
    visitor.go("/field/quarantine/2/correct")
    visitor.wait_until_ready()
    yield "correction"
    visitor.answer({"q13": 4})
    visitor.walk({})
    visitor.allow("422")
    visitor.follow(visitor.send_button())
    _arrive(visitor, "#correction-reason-errors")
    visitor.wait_until_ready()
    yield "no reason"
    visitor.page.locator("[name=correction-reason]").fill("Bấm nhầm")
    visitor.follow(visitor.send_button())
    visitor.page.wait_for_selector(".notice")
    visitor.go("/field/quarantine/?show=decided")
    yield "decided"


def backup_states(visitor, site, least):
    """Brings a file that is none, then one with a document of each kind."""
    there = site.document(least)
    site.send(there)
    documents = [site.document(least), there, {**there, "elapsed_ms": 7}, site.document({})]
    content = {"format": "hailong-backup/1", "device": "Máy 07", "documents": documents}
    visitor.sign_in("buudien")
    visitor.go("/field/backups/")
    visitor.allow("422")
    _bring(visitor, b"no backup")
    _arrive(visitor, ".refusal")
    yield "refused"
    _bring(visitor, json.dumps(content).encode())
    _arrive(visitor, ".figures")
    yield "taken in"


def first_sign_in_states(visitor, site, _least):
    """Brings a wrong code, then the right one with two passwords, then with one."""
    code = site.first_code("giamsat")
    visitor.allow("401", "422")
    visitor.go("/sign-in/code/")
    _bring_code(visitor, "giamsat", "AAAA-BBBB-CCCC")
    _arrive(visitor, "#refused")
    yield "refused"
    _bring_code(visitor, "giamsat", code)
    _arrive(visitor, "#again")
    yield "password"
    _choose(visitor, "mot-mat-khau-moi", "mot-mat-khau-khac")
    _arrive(visitor, "#refused")
    yield "two passwords"
    _choose(visitor, "mot-mat-khau-moi", "mot-mat-khau-moi")
    visitor.page.wait_for_url("**/recheck/")
    yield "signed in"


def _bring_code(visitor, username, code):
    visitor.page.locator("#username").fill(username)
    visitor.page.locator("#code").fill(code)
    visitor.follow(visitor.page.locator("main button"))


def _choose(visitor, password, again):
    visitor.page.locator("#password").fill(password)
    visitor.page.locator("#again").fill(again)
    visitor.follow(visitor.page.locator("main button"))


def tablet_states(visitor, site, least):
    """Walks the pages of tablets: one that sent, a code for another one, the end of the first."""
    site.send(site.document(least))
    visitor.sign_in("quantri")
    visitor.go("/field/tablets/")
    yield "list"
    visitor.follow(visitor.page.locator("td a.btn"))
    visitor.page.wait_for_url("**/revoke")
    yield "end"
    visitor.go("/field/tablets/")
    visitor.page.locator("#name").fill("Máy 21")
    visitor.follow(visitor.page.locator("main button"))
    _arrive(visitor, ".qr")
    yield "code"


def round_states(visitor, _site, _least):
    """Copies the round, then walks the pages of the draft: forms, faults, what hinders opening."""
    visitor.sign_in("sonoivu")
    visitor.go("/admin/rounds/ha-nam-2022/copy")
    visitor.follow(visitor.page.locator("main button"))
    visitor.page.wait_for_url("**/ha-nam-2023")
    yield "draft"
    for path in ("settings", "units/", "units/SXD", "steps/open"):
        visitor.go(f"/admin/rounds/ha-nam-2023/{path}")
        yield path
    visitor.allow("422")
    visitor.go("/admin/rounds/ha-nam-2023/units/SXD")
    for name, typed in (("quota", "0"), ("maximum_points", "0")):
        visitor.page.locator(f"[name={name}]").fill(typed)
    visitor.follow(visitor.page.locator("form.narrow-form .btn-primary"))
    _arrive(visitor, "#faults")
    yield "faults of a unit"
    visitor.page.locator("[name=maximum_points]").fill("100")
    visitor.follow(visitor.page.locator("form.narrow-form .btn-primary"))
    visitor.page.wait_for_url("**/ha-nam-2023*")
    yield "hindered"
    visitor.go("/admin/units/STP")
    visitor.page.locator("[name=into]").select_option("SXD")
    visitor.page.locator("[name=ended_on]").fill("30/02/2025")
    visitor.follow(visitor.page.locator("form:has([name=into]) button"))
    _arrive(visitor, "#faults")
    yield "faults of a merger"
    visitor.page.locator("[name=ended_on]").fill("28/02/2025")
    visitor.follow(visitor.page.locator("form:has([name=into]) button"))
    visitor.page.wait_for_url("**/admin/units/")
    yield "merged"
    visitor.go("/admin/units/STP")
    yield "ended unit"


LIST = """Mã hồ sơ;Đơn vị;Tên thủ tục;Chủ hồ sơ;Số điện thoại;Ngày trả kết quả;Hình thức nộp
MP-1;Sở Y tế;Thủ tục mô phỏng;Người mô phỏng 1;0900000001;05/09/2022;Trực tiếp
MP-2;Sở Y tế;Thủ tục mô phỏng;Người mô phỏng 2;0900000002;06/09/2022;{channel}
MP-3;Sở Xây dựng;Thủ tục mô phỏng;Người mô phỏng 3;0900000003;;Trực tuyến
"""


def frame_states(visitor, _site, _least):
    """Brings a list that is none, then one with an unknown word, up to its import."""
    visitor.sign_in("buudien")
    page = "/field/rounds/ha-nam-2022/frame/"
    visitor.go(page)
    yield "empty"
    visitor.allow("422")
    _bring(visitor, b"no list")
    _arrive(visitor, "#faults")
    yield "refused"
    _bring(visitor, LIST.format(channel="Qua Zalo").encode(), name="ho-so.csv")
    visitor.page.wait_for_url("**/columns")
    _arrive(visitor, "#f-unit")
    yield "columns"
    visitor.follow(visitor.page.locator("form.round-form .btn-primary"))
    _arrive(visitor, "#f-word-1")
    yield "unknown word"
    visitor.page.locator("#f-word-1").select_option("online")
    visitor.follow(visitor.page.locator("form.round-form .btn-primary"))
    visitor.page.wait_for_url("**/rules")
    _arrive(visitor, "#f-seed")
    yield "rules"
    visitor.page.locator("#f-shared_phone_from").fill("x")
    visitor.follow(visitor.page.locator("form.round-form .btn-primary"))
    _arrive(visitor, "#faults")
    yield "faults of rules"
    visitor.page.locator("#f-shared_phone_from").fill("20")
    visitor.follow(visitor.page.locator("form.round-form .btn-primary"))
    visitor.page.wait_for_url("**/judgement")
    _arrive(visitor, "form.narrow-form")
    yield "judgement"
    visitor.go(page)
    yield "waiting"
    visitor.follow(visitor.page.locator(".way .btn-primary"))
    visitor.page.wait_for_url("**/columns")
    visitor.go(urlsplit(visitor.page.url).path.replace("columns", "judgement"))
    visitor.follow(visitor.page.locator("form.narrow-form .btn-primary"))
    visitor.page.wait_for_url("**/imports/*")
    _arrive(visitor, ".figures")
    yield "imported"
    visitor.go(page)
    yield "listed"


def quality_states(visitor, site, least):
    """Two interviews at once come in; the page looks by itself, and what it shows is looked at."""
    site.send(site.document(least), site.document(least))
    visitor.sign_in("buudien")
    page = "/field/rounds/ha-nam-2022/quality/"
    visitor.go(page)
    visitor.page.wait_for_selector(".notice")
    yield "looked by itself"
    visitor.go(f"{page}flags/?kind=overlapping")
    yield "flags"
    visitor.follow(visitor.page.locator("tbody a"))
    visitor.page.wait_for_url("**/flags/*")
    _arrive(visitor, "#f-note")
    yield "flag"
    visitor.allow("422")
    visitor.page.locator("#f-note").fill(" ")
    visitor.follow(visitor.page.locator("form.round-form .btn-primary"))
    _arrive(visitor, "#faults")
    yield "note missing"
    visitor.page.locator("#f-note").fill("Hai vợ chồng (mô phỏng).")
    visitor.follow(visitor.page.locator("form.round-form .btn-primary"))
    _arrive(visitor, ".said-why")
    yield "looked at"
    for path in ("enumerators", "rules", "flags/?state=gone"):
        visitor.go(page + path)
        yield path


def _bring(visitor, content, name="hai-long.json"):
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    visitor.page.locator("#file").set_input_files(file)
    visitor.follow(visitor.page.locator("form:has(#file) button"))


def _arrive(visitor, mark):
    """Waits for a page and for its style, without which nothing can be measured."""
    visitor.page.wait_for_selector(mark)
    visitor.page.wait_for_load_state()
