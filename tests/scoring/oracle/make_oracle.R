# What R's survey package makes of the response files: Rscript make_oracle.R FOLDER OUT
#
# FOLDER holds NAME.csv and, where sampled clusters are listed, NAME.clusters.csv; NAME.json goes
# to OUT. Estimates and variances come from svydesign, svyratio and svycontrast, item intervals from
# svyciprop. What the package does not have (the cap on the effective size, the Wilson interval of
# the index, the rank ranges) is written out here from the formulas, over the package's variances.

suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})
options(
  stringsAsFactors = FALSE,
  survey.lonely.psu = "certainty",
  survey.ultimate.cluster = FALSE,
  survey.adjust.domain.lonely = FALSE
)
CONFIDENCE <- 0.95
FACTORS <- c(F1 = 4, F2 = 5, F3 = 6, F4 = 3, F5 = 4)
ITEMS <- lapply(seq_along(FACTORS), function(f) paste0("q", f, seq_len(FACTORS[[f]])))
names(ITEMS) <- names(FACTORS)
ALL_ITEMS <- unlist(ITEMS, use.names = FALSE)

# ---- reading --------------------------------------------------------------------------------

column <- function(table, name) {
  if (name %in% names(table)) table[[name]] else rep("", nrow(table))
}

read_people <- function(path) {
  raw <- read.csv(path, colClasses = "character", na.strings = character(0))
  answers <- sapply(raw[ALL_ITEMS], function(cell) suppressWarnings(as.integer(cell)))
  valid <- !is.na(answers) & answers != 9
  satisfied <- valid & answers >= 4
  people <- data.frame(
    unit = raw$unit_code,
    stratum = paste(raw$unit_code, column(raw, "stratum"), sep = "/"),
    cluster = column(raw, "cluster"),
    person = seq_len(nrow(raw)),
    weight = as.numeric(column(raw, "weight")),
    pop_size = as.numeric(column(raw, "pop_size"))
  )
  if (all(is.na(people$weight))) people$weight <- 1
  people$y <- rowSums(satisfied)
  people$z <- rowSums(valid)
  people$s <- rowSums(ifelse(valid, answers, 0))
  people$blank <- rowSums(is.na(answers))
  for (factor in names(ITEMS)) {
    people[[paste0("y_", factor)]] <- rowSums(satisfied[, ITEMS[[factor]]])
    people[[paste0("z_", factor)]] <- rowSums(valid[, ITEMS[[factor]]])
  }
  for (item in ALL_ITEMS) {
    people[[paste0("y_", item)]] <- as.numeric(satisfied[, item])
    people[[paste0("z_", item)]] <- as.numeric(valid[, item])
  }
  people
}

with_sizes <- function(people, path) {
  # Primary units: clusters, or people where there are none; Inf: population not known.
  clustered <- people$cluster != ""
  people$psu <- ifelse(clustered, people$cluster, paste0("person", people$person))
  people$psus <- ifelse(clustered | is.na(people$pop_size), Inf, people$pop_size)
  people$ssus <- ifelse(clustered, Inf, 1)
  if (file.exists(path)) {
    listed <- read.csv(path, colClasses = c(stratum = "character", unit_code = "character"))
    key <- paste(listed$unit_code, listed$stratum, listed$cluster, sep = "/")
    at <- match(paste(people$stratum, people$cluster, sep = "/"), key)
    people$psus <- ifelse(clustered, listed$n_clusters_pop[at], people$psus)
    people$ssus <- ifelse(clustered, listed$cluster_pop[at], people$ssus)
  }
  people
}

designs <- function(people) {
  plain <- svydesign(
    ids = ~psu, strata = ~stratum, weights = ~weight, data = people, nest = TRUE
  )
  if (all(is.infinite(people$psus))) return(list(corrected = plain, plain = plain))
  corrected <- if (all(people$cluster == "")) {
    svydesign(
      ids = ~psu, strata = ~stratum, fpc = ~psus, weights = ~weight, data = people, nest = TRUE
    )
  } else {
    svydesign(
      ids = ~psu + person, strata = ~stratum, fpc = ~psus + ssus, weights = ~weight,
      data = people, nest = TRUE
    )
  }
  list(corrected = corrected, plain = plain)
}

# ---- estimates ------------------------------------------------------------------------------

known <- function(value) if (length(value) == 1 && is.finite(value)) unname(value) else NULL

ratio <- function(numerator, denominator, design) {
  if (sum(design$variables[[denominator]]) == 0) return(list(est = NaN, var = NaN))
  answer <- svyratio(
    as.formula(paste0("~", numerator)), as.formula(paste0("~", denominator)), design
  )
  list(est = unname(coef(answer)), var = as.numeric(answer$var))
}

in_percent <- function(estimate, times = 100) {
  list(est = known(times * estimate$est), se = known(times * sqrt(estimate$var)))
}

factor_mean <- function(design) {
  used <- Filter(function(f) sum(design$variables[[paste0("z_", f)]]) > 0, names(ITEMS))
  count <- length(used)
  if (count == 0) return(list(est = NaN, var = NaN, n_factors = 0L))
  joint <- svyratio(
    as.formula(paste("~", paste0("y_", used, collapse = "+"))),
    as.formula(paste("~", paste0("z_", used, collapse = "+"))),
    design, covmat = TRUE
  )
  # svyratio gives every numerator over every denominator; the factors are on the diagonal.
  contrast <- svycontrast(
    structure(as.vector(joint$ratio), var = joint$vcov, class = "svystat",
              names = paste0("r", seq_len(count^2))),
    as.vector(diag(count)) / count
  )
  estimate <- list(est = unname(coef(contrast)), var = as.numeric(vcov(contrast)))
  stopifnot(isTRUE(all.equal(estimate$var, by_residuals(design, used), tolerance = 1e-10)))
  c(estimate, n_factors = count)
}

by_residuals <- function(design, used) {
  # The same variance once more: of the total of the averaged linearised residuals.
  people <- design$variables
  weight <- weights(design)
  parts <- sapply(used, function(f) {
    y <- people[[paste0("y_", f)]]
    z <- people[[paste0("z_", f)]]
    (y - sum(weight * y) / sum(weight * z) * z) / sum(weight * z)
  })
  design$variables$e <- rowMeans(matrix(parts, ncol = length(used)))
  as.numeric(vcov(svytotal(~e, design)))
}

# ---- intervals ------------------------------------------------------------------------------

beta_interval <- function(share, size) {
  tail <- (1 - CONFIDENCE) / 2
  c(
    if (share == 0) 0 else qbeta(tail, size * share, size * (1 - share) + 1),
    if (share == 1) 1 else qbeta(1 - tail, size * share + 1, size * (1 - share))
  )
}

item_interval <- function(item, design, share, variance, census) {
  # Korn-Graubard in the domain of the people who answered, with the effective size at most their
  # number. is_svyciprop: the cap does not bind, so it is the interval of the package.
  people <- design[design$variables[[paste0("z_", item)]] == 1, ]
  size <- nrow(people)
  df <- degf(people)
  given <- list(n_valid = size)
  if (size == 0) return(given)
  if (census) return(c(given, ci_low = 100 * share, ci_high = 100 * share))
  tail <- (1 - CONFIDENCE) / 2
  has_size <- share > 0 && share < 1 && variance > 0 && df > 0
  if (has_size) {
    package <- svyciprop(as.formula(paste0("~y_", item)), people, method = "beta")
    stopifnot(isTRUE(all.equal(as.numeric(attr(package, "var")), variance, tolerance = 1e-10)))
    effective <- share * (1 - share) / variance * (qt(tail, size - 1) / qt(tail, df))^2
  }
  if (df > 0) {
    bounds <- beta_interval(share, if (has_size) min(size, effective) else size)
    given <- c(given, ci_low = 100 * bounds[1], ci_high = 100 * bounds[2])
  }
  if (has_size && effective <= size) {
    stopifnot(isTRUE(all.equal(bounds, as.vector(attr(package, "ci")), tolerance = 1e-12)))
    given$is_svyciprop <- TRUE
  }
  given
}

wilson <- function(share, size, quantile) {
  if (is.infinite(size)) return(c(share, share))
  added <- quantile^2 / size
  half <- quantile * sqrt(share * (1 - share) / size + added / (4 * size))
  pmin(1, pmax(0, (share + added / 2 + c(-1, 1) * half) / (1 + added)))
}

precision <- function(design, plain) {
  people <- design$variables
  strata <- split(people, people$stratum)
  clustered <- sapply(strata, function(part) any(part$cluster != ""))
  sizes <- mapply(function(part, has_clusters) {
    first <- part[!duplicated(part$psu), ]
    if (has_clusters) first$psus[1] / nrow(first) * sum(first$ssus) else first$psus[1]
  }, strata, clustered)
  complete <- mapply(function(part, has_clusters) {
    first <- part[!duplicated(part$psu), ]
    nrow(first) == first$psus[1] &&
      (!has_clusters || all(table(part$psu)[first$psu] == first$ssus))
  }, strata, clustered)
  index <- ratio("y", "z", design)
  list(
    share = index$est, variance = index$var, plain = ratio("y", "z", plain)$var,
    people = sum(people$z > 0), df = degf(design), census = all(complete),
    sampled = if (is.finite(sum(sizes))) nrow(people) / sum(sizes) else 0
  )
}

pooled_design_effect <- function(units) {
  inside <- Filter(function(u) !is.nan(u$share) && u$share > 0 && u$share < 1 && u$df >= 1, units)
  spread <- sum(sapply(inside, function(u) u$plain * u$people))
  if (length(inside) == 0 || spread == 0) return(NULL)
  spread / sum(sapply(inside, function(u) u$share * (1 - u$share)))
}

effective_size <- function(u, effect) {
  if (is.nan(u$share) || (u$df < 1 && !u$census)) return(NA)
  if (u$census) return(Inf)
  binomial <- u$share * (1 - u$share)
  if (binomial == 0) return(u$people / (effect * (1 - u$sampled)))
  binomial / max(u$variance, effect * binomial / u$people * (1 - u$sampled))
}

index_interval <- function(u, effect) {
  size <- effective_size(u, effect)
  if (is.na(size)) return(list())
  quantile <- if (u$census) 0 else qt((1 + CONFIDENCE) / 2, u$df)
  bounds <- 100 * wilson(u$share, size, quantile)
  list(low = bounds[1], high = bounds[2], n_eff = known(size))
}

# ---- comparisons ----------------------------------------------------------------------------

difference <- function(unit, design) {
  # Unit minus whole, with the covariance of the overlap.
  mine <- design$variables$unit == unit
  design$variables$y_unit <- design$variables$y * mine
  design$variables$z_unit <- design$variables$z * mine
  if (sum(design$variables$z_unit) == 0) return(list())
  joint <- svyratio(~ y_unit + y, ~ z_unit + z, design, covmat = TRUE)
  contrast <- svycontrast(
    structure(as.vector(joint$ratio), var = joint$vcov, class = "svystat",
              names = paste0("r", 1:4)),
    c(1, 0, 0, -1)
  )
  # The whole minus itself is 0; a variance below 0 is rounding.
  list(est = 100 * unname(coef(contrast)), se = 100 * sqrt(max(0, as.numeric(vcov(contrast)))))
}

rank_ranges <- function(units, effect) {
  # Which units may be ranked, then Tukey-MOVER over their Wilson intervals.
  sizes <- sapply(units, effective_size, effect = effect)
  ranked <- mapply(function(u, size) {
    if (is.na(size)) return(FALSE)
    if (u$census) return(u$people >= 10 && u$factors == length(ITEMS))
    interval <- wilson(u$share, size, qt((1 + CONFIDENCE) / 2, u$df))
    u$people >= 30 && u$df >= 8 && diff(interval) <= 0.2 && u$factors == length(ITEMS)
  }, units, sizes)
  units <- units[ranked]
  sizes <- sizes[ranked]
  count <- length(units)
  if (count == 0) return(list())
  quantile <- if (count > 1) qtukey(CONFIDENCE, count, Inf) / sqrt(2) else 0
  share <- sapply(units, function(u) u$share)
  bounds <- mapply(wilson, share, sizes, quantile)
  better <- outer(seq_len(count), seq_len(count), Vectorize(function(i, j) {
    share[i] - share[j] - sqrt((share[i] - bounds[1, i])^2 + (bounds[2, j] - share[j])^2) > 0
  }))
  answer <- lapply(seq_len(count), function(i) {
    list(
      rank = 1L + sum(share > share[i]),
      rank_low = 1L + sum(better[, i]),
      rank_high = count - sum(better[i, ])
    )
  })
  setNames(answer, names(units))
}

# ---- rows -----------------------------------------------------------------------------------

row_of <- function(design, plain, measured, effect) {
  people <- design$variables
  mean_of_factors <- factor_mean(design)
  index <- ratio("y", "z", design)
  asked <- c(sum(people$weight * people$z), sum(people$weight * people$blank))
  satisfied <- sum(people$weight * people$y)
  bounds <- 100 * c(satisfied, satisfied + asked[2]) / sum(asked)
  items <- lapply(ALL_ITEMS, function(item) {
    estimate <- ratio(paste0("y_", item), paste0("z_", item), design)
    c(
      in_percent(estimate),
      item_interval(item, design, estimate$est, estimate$var, measured$census)
    )
  })
  list(
    n = nrow(people), n_valid = sum(people$z > 0), df = degf(design),
    lonely_strata = sum(tapply(people$psu, people$stratum, function(psu) length(unique(psu)) == 1) &
                   tapply(people$psus, people$stratum, `[`, 1) > 1),
    pooled = c(
      in_percent(index), list(se_nofpc = known(100 * sqrt(ratio("y", "z", plain)$var)))
    ),
    factor_mean = c(in_percent(mean_of_factors), n_factors = mean_of_factors$n_factors),
    mean_score = in_percent(ratio("s", "z", design), times = 1),
    factors = sapply(names(ITEMS), simplify = FALSE, function(f) {
      answered <- people[[paste0("z_", f)]] > 0
      c(in_percent(ratio(paste0("y_", f), paste0("z_", f), design)), n_valid = sum(answered))
    }),
    items = setNames(items, ALL_ITEMS),
    ci = index_interval(measured, effect),
    missing_bounds = list(low = known(bounds[1]), high = known(bounds[2]))
  )
}

measure <- function(of) {
  measured <- precision(of$corrected, of$plain)
  measured$factors <- factor_mean(of$corrected)$n_factors
  measured
}

score <- function(path, list_path) {
  people <- with_sizes(read_people(path), list_path)
  whole <- designs(people)
  units <- sort(unique(people$unit), method = "radix")
  parts <- sapply(units, simplify = FALSE, function(unit) {
    list(
      corrected = whole$corrected[people$unit == unit, ],
      plain = whole$plain[people$unit == unit, ]
    )
  })
  measured <- lapply(parts, measure)
  effect <- pooled_design_effect(measured)
  used <- if (is.null(effect)) 1 else effect
  ranks <- rank_ranges(measured, used)
  rows <- sapply(units, simplify = FALSE, function(unit) {
    of <- parts[[unit]]
    c(
      row_of(of$corrected, of$plain, measured[[unit]], used),
      list(difference = difference(unit, whole$corrected)),
      ranks[[unit]]
    )
  })
  list(
    provenance = provenance(c(path, list_path)),
    design_effect = effect,
    overall = row_of(whole$corrected, whole$plain, measure(whole), used),
    units = rows
  )
}

provenance <- function(paths) {
  paths <- paths[file.exists(paths)]
  list(
    script = "make_oracle.R",
    date = format(Sys.Date()),
    R = paste(R.version$major, R.version$minor, sep = "."),
    survey = as.character(packageVersion("survey")),
    jsonlite = as.character(packageVersion("jsonlite")),
    options = options()[grep("^survey\\.(lonely|ultimate|adjust)", names(options()))],
    confidence = CONFIDENCE,
    md5 = as.list(setNames(unname(tools::md5sum(paths)), basename(paths)))
  )
}

arguments <- commandArgs(trailingOnly = TRUE)
for (path in list.files(arguments[1], pattern = "^[^.]+\\.csv$", full.names = TRUE)) {
  name <- sub("\\.csv$", "", basename(path))
  document <- score(path, sub("\\.csv$", ".clusters.csv", path))
  # digits = NA: 15 significant digits, which is all that two implementations can share.
  text <- toJSON(document, auto_unbox = TRUE, digits = NA, null = "null")
  # A line a unit and an item, so that a change can be read.
  text <- gsub('(,?"(overall|units|items|ci|design_effect|q[0-9]+)":)', "\n\\1", text)
  writeLines(text, file.path(arguments[2], paste0(name, ".json")))
}
