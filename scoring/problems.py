"""What can be wrong with the sampling design that a set of responses claims to come from."""

from questionnaires.problems import N_, Catalogue, Kind


class DesignCode(Catalogue):
    """Kinds of fault in strata, clusters and population sizes."""

    CLUSTER_MISSING = Kind(
        message=N_("unit %(unit)s, stratum “%(stratum)s”: some interviews have a cluster, not all"),
        repair=N_("fill the column cluster for the whole stratum, or leave it empty in all of it"),
    )
    POP_SIZE_MISSING = Kind(
        message=N_("%(group)s: some interviews have a pop_size, not all"),
        repair=N_("write the same pop_size in every row of it, or leave it blank in all"),
    )
    POP_SIZE_DIFFERS = Kind(
        message=N_("%(group)s: pop_size is %(value)s here and %(first)s in row %(row)s"),
        repair=N_("write the one number of people in the population in every row of it"),
    )
    POP_SIZE_TOO_SMALL = Kind(
        message=N_("%(group)s: %(people)s interviews of a population of %(size)s"),
        repair=N_("correct pop_size, or take out interviews that were entered twice"),
    )
    CLUSTER_NOT_IN_FRAME = Kind(
        message=N_("%(group)s is not in the list of sampled clusters"),
        repair=N_("add it to the file given with --clusters, or correct the code"),
    )
    CLUSTERS_NOT_NAMED = Kind(
        message=N_("%(group)s: its clusters are listed, but these interviews have none"),
        repair=N_("fill the column cluster, or take the stratum out of the list of clusters"),
    )
    CLUSTER_POP_DIFFERS = Kind(
        message=N_("%(group)s: pop_size is %(value)s here and cluster_pop is %(first)s"),
        repair=N_("correct the number that is wrong, or leave pop_size blank"),
    )
    CLUSTER_TWICE = Kind(
        message=N_("%(group)s is listed twice"),
        repair=N_("keep one row per sampled cluster"),
    )
    CLUSTER_COUNT_DIFFERS = Kind(
        message=N_("unit %(unit)s, stratum “%(stratum)s”: n_clusters_pop differs between rows"),
        repair=N_("write the number of clusters that the stratum has into each of its rows"),
    )
    CLUSTER_COUNT_TOO_SMALL = Kind(
        message=N_("unit %(unit)s, stratum “%(stratum)s”: %(count)s clusters sampled of %(size)s"),
        repair=N_("correct n_clusters_pop; it counts all clusters of the stratum, sampled or not"),
    )
    # noticed, and stopping nothing
    UNEQUAL_SHARES = Kind(
        message=N_(
            "unit %(unit)s: strata were sampled at different rates, but nobody has a weight"
        ),
        repair=N_("give the column weight (population / sample of the stratum) if rates differ"),
    )
    CLUSTER_WITHOUT_RESPONSES = Kind(
        message=N_("%(group)s has no interview; the score is made from the other clusters"),
        repair=N_("check that its interviews were not lost"),
    )
