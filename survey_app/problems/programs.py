"""Why a program that reads rounds and scores gets no answer."""

from questionnaires.problems import N_
from survey_app.problems.kind import Kind

TOKEN_MISSING = Kind(
    status=401,
    message=N_("This address is read with a token, and none was sent."),
    repair=N_("Send the header “Authorization: Bearer …”; Home Affairs makes tokens."),
)
TOKEN_REFUSED = Kind(
    status=401,
    message=N_("This token does not hold: it is unknown, has expired or was ended."),
    repair=N_("Ask Home Affairs for a new one."),
)
SCOPE_MISSING = Kind(
    status=403,
    message=N_("The token does not have the scope %(scope)s."),
    repair=N_("Leave published_only out, or ask Home Affairs for a token with this scope."),
)
TOO_OFTEN = Kind(
    status=429,
    message=N_("More requests than %(limit)s."),
    repair=N_("Wait as many seconds as the header Retry-After says."),
)
NOT_ACCEPTABLE = Kind(
    status=406,
    message=N_("This address answers with %(content_type)s, which the header Accept excludes."),
    repair=N_("Leave the header Accept out, or allow %(content_type)s in it."),
)
QUERY_UNFIT = Kind(
    status=422,
    message=N_("The address asks for something that cannot be answered."),
    repair=N_("Correct every parameter that is named; /api/docs lists those that there are."),
)
NOTHING_PUBLIC = Kind(
    status=404,
    message=N_("There is no round %(round)s of which scores are public."),
    repair=N_(
        "/api/v1/rounds lists those that there are. What is not public is read with"
        " published_only=false and the scope for it."
    ),
)
PUBLIC_RUN_UNKNOWN = Kind(
    status=404,
    message=N_("The round %(round)s has no publication %(run)s."),
    repair=N_("/api/v1/rounds/%(round)s/publications lists those that there are."),
)
PUBLICATION_WITHDRAWN = Kind(
    status=410,
    message=N_("The scores of the round %(round)s were withdrawn on %(at)s: %(reason)s"),
    repair=N_("Do not use what was pulled before; ask again when they have been published anew."),
)
PUBLIC_INDEX_UNKNOWN = Kind(
    status=404,
    message=N_("The round %(round)s has no published index %(number)s."),
    repair=N_("/api/v1/rounds/%(round)s/index/publications lists those that there are."),
)
INDEX_WITHDRAWN = Kind(
    status=410,
    message=N_(
        "The index of the round %(round)s by %(decision)s was withdrawn on %(at)s: %(reason)s"
    ),
    repair=N_("Do not use what was pulled before; ask again when it has been published anew."),
)
NOTHING_RECEIVED = Kind(
    status=404,
    message=N_("No interview of the round %(round)s counts yet."),
    repair=N_("Ask again when interviews have been received."),
)
CURSOR_OUTDATED = Kind(
    status=409,
    message=N_("What was received has changed since the first page."),
    repair=N_("Begin again without a cursor; only published scores stand still."),
)
