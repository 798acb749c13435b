"""What is wrong with an address that somebody wants to be told."""

from questionnaires.problems import N_, Catalogue, Kind


class WebhookCode(Catalogue):
    """Why an address is not registered or changed, or not sent to."""

    NAME_UNFIT = Kind(
        message=N_("The name of an address has 1 to %(most)s characters."),
        repair=N_("Say whose program is told there."),
    )
    ADDRESS_UNFIT = Kind(
        message=N_("This is no address that can be told: %(url)s"),
        repair=N_("Give an https address of at most %(most)s characters, without user name."),
    )
    ADDRESS_NOT_ENCRYPTED = Kind(
        message=N_("The address begins with http, so that anybody on the way could read along."),
        repair=N_("Give one that begins with https."),
    )
    ADDRESS_PRIVATE = Kind(
        message=N_("The address lies in a network of this house or on this machine."),
        repair=N_("Give one that is reached from outside, or set HAILONG_WEBHOOK_PRIVATE=yes."),
    )
    REASON_UNFIT = Kind(
        message=N_("A reason of 1 to %(most)s characters is needed."),
        repair=N_("Say why nothing is sent there any more; it is written down with your name."),
    )
    WEBHOOK_UNKNOWN = Kind(
        message=N_("There is no address %(number)s of which this could be said."),
        repair=N_("The list of addresses says which ones are told."),
    )
