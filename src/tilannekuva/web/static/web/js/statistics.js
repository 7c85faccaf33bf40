// The page of a statistic: its one chart.
window.tilannekuva.chart.draw();
