# Writes cusum.json: cumulated likelihood ratios of R surveillance on made-up counts. See HOW.md.
suppressMessages(library(surveillance))
library(jsonlite)
set.seed(20240501)

n <- 120
season <- 4 * exp(0.5 * sin(2 * pi * seq_len(n) / 52))
rise <- rep(1, n)
rise[61:75] <- 1.8
rise[101:110] <- 2.5
poisson_counts <- rpois(n, 3 * rise)
negative_binomial_counts <- rnbinom(n, mu = season * rise, size = 5)

run <- function(counts, mu0, alpha, ratio, threshold, window) {
  control <- list(range = seq_along(counts), c.ARL = threshold, mu0 = mu0, alpha = alpha, M = window,
                  change = "intercept", theta = if (is.null(ratio)) NULL else log(ratio), dir = "inc")
  data <- create.disProg(week = seq_along(counts), observed = counts, state = rep(0, length(counts)))
  value <- algo.glrnb(data, control = c(control, ret = "value"))
  # The negative binomial GLR is searched count by count in R, with a message each time.
  cases <- suppressMessages(algo.glrnb(data, control = c(control, ret = "cases")))
  list(counts = counts, mean = mu0, alpha = alpha, ratio = ratio, threshold = threshold, window = window,
       statistic = as.numeric(value$upperbound), cases = as.numeric(cases$upperbound),
       alarm = as.integer(value$alarm))
}

flat <- rep(3, n)
out <- list(
  poisson = run(poisson_counts, flat, 0, 1.5, 4, -1),
  negative_binomial = run(negative_binomial_counts, season, 0.2, 2, 3, -1),
  poisson_unknown = run(poisson_counts, flat, 0, NULL, 5, -1),
  negative_binomial_unknown = run(negative_binomial_counts, season, 0.2, NULL, 4, -1),
  negative_binomial_unknown_window = run(negative_binomial_counts, season, 0.2, NULL, 4, 10)
)
write_json(out, "cusum.json", auto_unbox = TRUE, digits = 12, null = "null")
