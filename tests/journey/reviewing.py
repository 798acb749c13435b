"""The field manager doubts interviews: returns some, voids others, and sees what comes of it."""

import re
from datetime import datetime

from tests.journey.fieldwork import HASTY, INTERVIEWED, Fieldwork
from tests.journey.preparing import MANAGER, ROUND

ASKED_AGAIN = "dtv07"
TAKES_OVER = "dtv10"
SHOWN = re.compile(r'name="shown" value="(\d+)"')
CHANGED = {"e1": 2, "e2": 4, "d2": "Đã hỏi lại"}


def review(field: Fieldwork) -> None:
    """Three interviews of one enumerator go back; two that were made in a hurry do not count, nor
    does one with somebody on no list."""
    for uuid in _made_by(field, ASKED_AGAIN)[:3]:
        _press(field, uuid, "return", comment="Xin xem lại phần nhân khẩu")
        field.returned[ASKED_AGAIN].append(uuid)
    again, elsewhere = _made_by(field, HASTY)[:2]
    _void(field, again, respondent="kept")
    _void(field, elsewhere, respondent="recalled")
    case = field.cases[elsewhere]
    one = ("--unit", case.listed.unit, "--case", case.listed.file_code)
    move = ("assignment", "move", "--round", ROUND, *one, "--to", TAKES_OVER)
    field.here.hailong(*move, "--reason", "Phỏng vấn lại", "--by", MANAGER)
    case.holder = TAKES_OVER
    unlisted = sorted(set(field.ledger.interviews) - set(field.cases))
    _void(field, unlisted[0])


def answer_a_return(field: Fieldwork, *, at: datetime) -> None:
    """The first is asked again and comes back as the next version; the second is let be."""
    person = field.people[ASKED_AGAIN]
    answered, withdrawn, _ = field.returned[ASKED_AGAIN]
    given = person.returned[answered]
    answers = {**given["answers"], **CHANGED}
    document = person.interview(answered, at=at, answers=answers, follows=given["follows"])
    field.send(person, [document], expects="accepted", at=at)
    _press(field, withdrawn, "withdraw")
    del field.returned[ASKED_AGAIN][:2]


def _made_by(field: Fieldwork, name: str) -> list[str]:
    """The interviews of somebody with people on the list, who still have the case."""
    made = field.ledger.interviews.items()
    mine = [uuid for uuid, one in made if one.enumerator == name and uuid in field.cases]
    return sorted(uuid for uuid in mine if field.cases[uuid].holder == name)


def _void(field: Fieldwork, uuid: str, **choice: str) -> None:
    _press(field, uuid, "void", reason="Không gặp người trả lời", confirmed="1", **choice)
    field.ledger.voided[uuid] = field.ledger.interviews.pop(uuid)
    if uuid in field.cases:
        assert field.cases[uuid].outcome == INTERVIEWED
        field.cases[uuid].outcome = None
        field.cases[uuid].is_voided = True


def _press(field: Fieldwork, uuid: str, action: str, **fields: str) -> None:
    address = f"/field/interviews/{uuid}"
    page = field.office.get(address)
    shown = SHOWN.search(page.text)
    assert shown is not None
    field.office.submit(f"{address}/{action}", page=page, shown=shown.group(1), **fields)
