# Writes nowcast.json: late reports completed by R surveillance on made-up events. See HOW.md.
suppressMessages(library(surveillance))
library(jsonlite)
set.seed(20240501)

max_delay <- 8
days <- seq(as.Date("2024-01-01"), by = "1 day", length.out = 50)
events <- rpois(length(days), 14 * exp(0.3 * sin(seq_along(days) / 5)))
happened <- rep(days, events)
delay <- pmin(rgeom(length(happened), 0.3), max_delay)
data <- data.frame(dHospital = happened, dReport = happened + delay)
now <- max(days)

run <- function(window) {
  complete <- table(factor(as.character(data$dHospital), levels = as.character(days)))
  usual <- mean(complete[seq_len(length(days) - max_delay)])
  prior <- structure("poisgamma", mean.lambda = usual, var.lambda = usual + usual^2)  # a shape of 1
  out <- nowcast(now = now, when = days, data = data, D = max_delay, m = window, method = "bayes.trunc",
                 control = list(N.tInf.prior = prior, N.tInf.max = 150, nSamples = 20000, predPMF = TRUE,
                                dRange = range(days)))
  pmf <- out@predPMF
  pmf <- sapply(as.character(tail(days, max_delay)), function(day) pmf[[day]][["bayes.trunc"]])
  support <- seq_len(nrow(pmf)) - 1
  cdf <- apply(pmf, 2, cumsum)
  quantile_of <- function(level) apply(cdf, 2, function(column) support[which(column >= level)[1]])
  list(window = if (is.null(window)) NULL else window + 1, share = out@delayCDF[["bayes.trunc"]],
       mean = as.numeric(colSums(pmf * support)), variance = as.numeric(colSums(pmf * support^2) - colSums(pmf * support)^2),
       lower = as.numeric(quantile_of(0.025)), upper = as.numeric(quantile_of(0.975)), triangle = out@reportingTriangle)
}

all_periods <- run(NULL)
windowed <- run(20)
lawless <- nowcast(now = now, when = days, data = data, D = max_delay, method = "lawless",
                   control = list(dRange = range(days)))
triangle <- unname(as.matrix(all_periods$triangle[, seq_len(max_delay + 1)]))
all_periods$triangle <- windowed$triangle <- NULL
write_json(list(triangle = triangle, all_periods = all_periods, windowed = windowed,
                lawless_share = tail(lawless@delayCDF[["lawless"]], length(days))),
           "nowcast.json", auto_unbox = TRUE, digits = 12, null = "null", na = "null")
