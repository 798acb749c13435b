"""Why a round cannot take a step or be changed, and what can be done about it."""

from questionnaires.problems import N_, Catalogue, Kind


class RoundCode(Catalogue):
    """What stands against a step or a change; commands and pages list all of it at once."""

    # the step itself
    NOT_FROM_HERE = Kind(
        message=N_("The round cannot take this step from where it is now."),
        repair=N_("Look at its page, or ask for its status: the steps that lead on stand there."),
    )
    REASON_MISSING = Kind(
        message=N_("This needs a reason of at most %(maximum)s characters."),
        repair=N_("Write why, so that others understand it later."),
    )
    NO_SUCH_FILE = Kind(
        message=N_("There is no such file of interviews."),
        repair=N_("Choose one of the files that are offered."),
    )
    NOT_CONFIRMED = Kind(
        message=N_("Something is still unfinished, and nobody has confirmed that it stays so."),
        repair=N_("Look at the warnings, then confirm them with a reason."),
    )
    # what opening needs
    NO_UNIT = Kind(
        message=N_("No unit of this round is surveyed."),
        repair=N_("Add at least one unit that is not exempt."),
    )
    UNIT_WITHOUT_QUOTA = Kind(
        message=N_("%(unit)s is surveyed but has no quota."),
        repair=N_("Give it a quota above 0, or mark it as exempt."),
    )
    EXEMPT_WITH_QUOTA = Kind(
        message=N_("%(unit)s is exempt but has a quota of %(quota)s."),
        repair=N_("Set the quota to 0, or survey the unit."),
    )
    EXEMPT_WITH_COMPONENT = Kind(
        message=N_("%(unit)s is exempt but has survey points of %(points)s."),
        repair=N_("Set the points of the survey to 0, or survey the unit."),
    )
    COMPONENT_ABOVE_MAXIMUM = Kind(
        message=N_("The survey gives %(unit)s more points than its maximum of %(maximum)s."),
        repair=N_("Raise the maximum points, or lower those of the survey."),
    )
    GROUP_NOT_THEN = Kind(
        message=N_("Units of the type “%(group)s” do not exist in the period of the round."),
        repair=N_("Move %(unit)s to another group, remove it, or correct the period."),
    )
    UNIT_NOT_THEN = Kind(
        message=N_("%(unit)s ended on %(date)s, before the period of the round."),
        repair=N_("Take up the unit that succeeded it instead."),
    )
    QUESTIONNAIRE_UNKNOWN = Kind(
        message=N_("The questionnaire version of the round is not published here."),
        repair=N_("Choose a published questionnaire."),
    )
    PERIOD_BACKWARD = Kind(
        message=N_("The period ends before it begins."),
        repair=N_("Exchange the two days, or correct them."),
    )
    CONTROLLER_MISSING = Kind(
        message=N_("The round does not say who is responsible for the data."),
        repair=N_("Fill in the controller; respondents are told its name."),
    )
    CONTACT_MISSING = Kind(
        message=N_("The round does not say whom respondents may ask."),
        repair=N_("Fill in the contact; respondents are told it."),
    )
    NAME_MISSING = Kind(
        message=N_("The round lacks its name in Vietnamese or in English."),
        repair=N_("Write both; enumerators see it on the tablet."),
    )
    RETENTION_MISSING = Kind(
        message=N_("The round does not say after how many days identities are erased."),
        repair=N_("Give a number of days above 0; respondents are told it."),
    )
    # what closing asks a person to confirm
    DOCUMENTS_WAIT = Kind(
        message=N_("Documents that wait for a decision: %(count)s."),
        repair=N_("The field manager decides about them; undecided ones count in no score."),
    )
    INTERVIEWS_IN_WORK = Kind(
        message=N_("Interviews that were begun and not finished: %(count)s."),
        repair=N_("Wait until the tablets have sent; what arrives later is still received."),
    )
    INTERVIEWS_RETURNED = Kind(
        message=N_("Interviews that are with their enumerators again: %(count)s."),
        repair=N_(
            "Wait for them, or take the returns back; until then the version received counts."
        ),
    )
    BELOW_QUOTA = Kind(
        message=N_("Units below their quota: %(count)s."),
        repair=N_("Interview on, or say why the round ends before."),
    )
    # what publishing, reopening and archiving need
    NOTHING_PUBLISHED = Kind(
        message=N_("No scores of this round have been published."),
        repair=N_("Publish the scores; that takes this step by itself."),
    )
    ALREADY_PUBLISHED = Kind(
        message=N_("Scores of this round have been published."),
        repair=N_("Withdraw the publication first."),
    )
    STILL_PUBLISHED = Kind(
        message=N_("Scores of this round are public."),
        repair=N_("Withdraw the publication; that takes this step by itself."),
    )
    NOT_PUBLIC = Kind(
        message=N_("No scores of this round are public."),
        repair=N_("There is nothing to withdraw; look at the page of the publication."),
    )
    NOTHING_COUNTED = Kind(
        message=N_("No interview of this round counts."),
        repair=N_("There is nothing to publish before interviews have been received."),
    )
    SAMPLE_NOT_REVEALED = Kind(
        message=N_("The seed of the sample “%(name)s” has not been revealed."),
        repair=N_("Reveal it first, so that everybody can draw the sample again."),
    )
    NOT_CLOSED = Kind(
        message=N_("The round is not closed: interviews may still come in."),
        repair=N_("Close it on its page “Set-up” first."),
    )
    IN_THE_ARCHIVE = Kind(
        message=N_("The round is in the archive."),
        repair=N_("What is public of it stays as it is."),
    )
    RECHECK_SEED_HIDDEN = Kind(
        message=N_("Interviews were drawn for re-checks, and the seed of it is not shown."),
        repair=N_(
            "Show it on the page of the re-check plan when every interview is in a lot, so that"
            " everybody can draw them again."
        ),
    )
    LOTS_UNDECIDED = Kind(
        message=N_("Lots of re-checks about which nobody has decided: %(count)s (%(lots)s)."),
        repair=N_("Accept or reject each of them; where the plan asks for more, wait for those."),
    )
    LOTS_IN_VERIFICATION = Kind(
        message=N_("Rejected lots of which the verification has not ended: %(count)s (%(lots)s)."),
        repair=N_(
            "Say of each whether it is cleared or confirmed, and exclude what was proved false."
        ),
    )
    EXCLUDED_WITHOUT_CAUSE = Kind(
        message=N_("Interviews are excluded of lots that are not rejected any more: %(lots)s."),
        repair=N_("Let them count again, on the page of what is excluded after re-checks."),
    )
    PUBLISHED_ALREADY = Kind(
        message=N_("Scores of this round have been published already, on %(at)s by %(by)s."),
        repair=N_("Look at them; to publish others in their place, give a reason."),
    )
    NOTHING_CHANGED = Kind(
        message=N_("The scores would be to the last digit those that are public."),
        repair=N_("There is nothing new to publish."),
    )
    # changes
    FIXED = Kind(
        message=N_("This is fixed since the round opened."),
        repair=N_("Only a draft can be changed freely; copy the round to plan another one."),
    )
    QUOTA_DOWNWARD = Kind(
        message=N_("The quota of %(unit)s can only be raised, from %(quota)s upwards."),
        repair=N_("Leave it; close the round with a reason where fewer interviews are enough."),
    )
    PERIOD_EARLIER = Kind(
        message=N_("The end of the period can only be moved to a later day than %(date)s."),
        repair=N_("Leave it; interviews have been made under this period."),
    )
    FIELDWORK_END_OVER = Kind(
        message=N_("The last day of fieldwork of an open round is %(today)s or a later day."),
        repair=N_("Give such a day; to end fieldwork now, close the round."),
    )
    # cases for which points are added or taken away
    NO_ADJUSTMENTS = Kind(
        message=N_("The points plan of this round adds no points for cases, and takes none away."),
        repair=N_("There is nothing to count; the Set-up of the round says its points plan."),
    )
    CASES_NOT_NOW = Kind(
        message=N_("Cases are counted while the round is open, closed or published."),
        repair=N_("Open a draft first; of an archived round nothing changes any more."),
    )
    CASES_OF_NO_UNIT = Kind(
        message=N_("“%(unit)s” is no unit of this round that is surveyed."),
        repair=N_("Correct the code; a unit that is not surveyed has no survey points."),
    )
    CASES_OF_NOTHING = Kind(
        message=N_("The points plan has no adjustment “%(adjustment)s”; it has: %(known)s."),
        repair=N_("Correct the code of the adjustment."),
    )
    NOT_A_NUMBER_OF_CASES = Kind(
        message=N_("“%(value)s” is not a whole number from 0 to %(maximum)s."),
        repair=N_("Write how many cases there were, 0 for none."),
    )
    CASES_COUNTED_MEANWHILE = Kind(
        message=N_("Somebody else has counted cases since this page was opened."),
        repair=N_("Look at the numbers that stand now, then store again."),
    )
    CASES_NOT_COUNTED_OF_MANY = Kind(
        message=N_(
            "Cases for which points are added or taken away are not counted: %(units)s and"
            " %(more)s more units."
        ),
        repair=N_("Count them on the page of the index, 0 where there were none."),
    )
    CASES_NOT_COUNTED = Kind(
        message=N_("Cases for which points are added or taken away are not counted: %(units)s."),
        repair=N_("Count them on the page of the index, 0 where there were none."),
    )
