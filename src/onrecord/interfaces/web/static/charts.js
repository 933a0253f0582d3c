// Charts drawn from tables. A table with data-chart is drawn as a picture above itself, and is folded away under it: who
// has no script, or listens to the page, or wants the figures, has the table, and the two cannot differ.
//
//   <table data-chart="months">
//     <caption>Attributions a month, by outlet</caption>
//     <thead><tr><th scope="col">Month</th><th scope="col" data-series>Courier</th> … </tr></thead>
//     <tbody><tr><th scope="row" data-value="2023-03"><a href="/search?…">March 2023</a></th><td>1,204</td> … </tr></tbody>
//   </table>
//
// data-chart  "months": upright bars, one on another where there are several series. The first cell of a row is a month,
//             months that are missing between two are drawn empty, and a row that is no month ("undated") is left out.
//             "bars": level bars, in the order of the rows; the first cell is what the bar is of.
//             "days": a point a row, by day to the right and by name upwards. The first cell is a day, the second the
//             name (an outlet, say); where a head has data-series, its column says which colour a point has.
// data-series on the head of each column that is drawn ("days": that parts the points). Its value may name a colour: a
//             custom property without its dashes (data-series="c3"); without one, --c0 to --c7 in turn. A series or a
//             name of a part that is too much for a colour of its own takes data-series="cn".
// data-value  on a cell: what is drawn, where that is not what is written. A number otherwise is read out of the words
//             (1,204 or 37%), and a day or month as 2023-03-15 or 2023-03.
// data-percent on the table: figures are shares, 0 to 1, and are written as per cent.
// data-height on the table: the picture's height in pixels; else it is by the number of bars, or 240.
// caption     the picture's name. The first link in a row is where a click on its bar or point leads.
//
// The page loads chart.umd.min.js before this, both with defer.
"use strict";

(() => {
  const HEIGHT = 240, BAR = 30, AXIS = 46, KEY = 30, MOST_MONTHS = 720, DAY = 86_400_000;
  const root = document.documentElement;
  const drawn = [];
  let printing = false;

  const squeezed = (text) => text.replace(/\s+/g, " ").trim();
  const short = (text, letters = 40) => ([...text].length > letters ? `${[...text].slice(0, letters - 1).join("")}…` : text);
  // A name beside an axis: as many letters as a third of the picture has room for.
  const besideAxis = (axis, text) => short(text, Math.min(34, Math.max(10, Math.floor(axis.chart.width / 22))));
  const written = (cell) => squeezed(cell.dataset.value ?? cell.textContent);

  function number(cell) {
    const found = /-?\d[\d,]*(\.\d+)?/.exec(written(cell));
    if (!found) return null;
    const value = Number(found[0].replaceAll(",", ""));
    return cell.dataset.value === undefined && cell.textContent.includes("%") ? value / 100 : value;
  }

  function rowsOf(table) {
    return [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => ({
      cells: [...row.cells],
      name: squeezed(row.cells[0].textContent),
      link: row.querySelector("a[href]")?.href,
    }));
  }

  function seriesOf(table) {
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    return heads
      .map((head, column) => ({ head, column }))
      .filter(({ head }) => head.dataset.series !== undefined)
      .map(({ head, column }, order) => ({ column, name: squeezed(head.textContent), colour: head.dataset.series || `c${order % 8}` }));
  }

  // Custom properties as they are now; on paper those of the light colours, whatever the screen has.
  function colours() {
    const theme = root.dataset.theme;
    if (printing) root.dataset.theme = "light";
    const style = getComputedStyle(root);
    const found = (name) => style.getPropertyValue(`--${name}`).trim();
    const all = { ink: found("ink"), soft: found("soft"), rule: found("rule"), paper: found("paper") };
    for (const { series } of drawn) for (const each of series) all[each.colour] = found(each.colour) || all.soft;
    if (printing) {
      if (theme === undefined) delete root.dataset.theme; else root.dataset.theme = theme;
      themes.takeRecords();
    }
    return all;
  }

  const monthNumber = (text) => {
    const found = /^(\d{4})-(\d\d)/.exec(text);
    return found && Number(found[2]) >= 1 && Number(found[2]) <= 12 ? Number(found[1]) * 12 + Number(found[2]) - 1 : null;
  };
  const monthName = (count, style) => {
    const day = new Date(Date.UTC(2000, count % 12, 1));
    day.setUTCFullYear(Math.floor(count / 12));
    return day.toLocaleDateString("en-GB", { timeZone: "UTC", month: style, year: "numeric" });
  };
  const dayName = (day, style) =>
    new Date(day * DAY).toLocaleDateString("en-GB", { timeZone: "UTC", day: "numeric", month: style, year: "numeric" });

  function months(table) {
    const rows = rowsOf(table).map((row) => ({ ...row, month: monthNumber(written(row.cells[0])) })).filter((row) => row.month !== null);
    const counts = rows.map((row) => row.month);
    const first = Math.min(...counts), last = Math.max(...counts);
    const gapless = last - first < MOST_MONTHS;
    const shown = gapless ? Array.from({ length: last - first + 1 }, (_, at) => first + at) : [...new Set(counts)].sort((a, b) => a - b);
    const byMonth = new Map(rows.map((row) => [row.month, row]));
    const series = seriesOf(table);
    return {
      empty: !rows.length,
      series,
      links: shown.map((month) => byMonth.get(month)?.link),
      config: {
        type: "bar",
        data: {
          labels: shown.map((month) => monthName(month, "short")),
          datasets: series.map((each) => ({
            label: each.name,
            data: shown.map((month) => (byMonth.has(month) ? number(byMonth.get(month).cells[each.column]) : 0)),
            stack: "all",
            maxBarThickness: 44,
          })),
        },
        options: {
          interaction: { mode: "index", intersect: false },
          scales: { x: { stacked: true, grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 14 } }, y: { stacked: true, beginAtZero: true, ticks: { precision: 0, maxTicksLimit: 6 } } },
          plugins: { legend: { display: series.length > 1 }, tooltip: { filter: (item) => item.parsed.y > 0, callbacks: { title: (items) => (items.length ? monthName(shown[items[0].dataIndex], "long") : "") } } },
        },
      },
    };
  }

  function bars(table) {
    const rows = rowsOf(table);
    const series = seriesOf(table);
    const share = table.dataset.percent !== undefined;
    const percent = (value) => (value > 0 && value < 0.01 ? "<1%" : `${Math.round(value * 100)}%`);
    return {
      empty: !rows.length,
      series,
      links: rows.map((row) => row.link),
      height: rows.length * BAR + AXIS + (series.length > 1 ? KEY : 0),
      config: {
        type: "bar",
        data: {
          labels: rows.map((row) => row.name),
          datasets: series.map((each) => ({ label: each.name, data: rows.map((row) => number(row.cells[each.column])), stack: "all", maxBarThickness: 20 })),
        },
        options: {
          indexAxis: "y",
          interaction: { mode: "index", axis: "y", intersect: false },
          scales: {
            x: { stacked: true, beginAtZero: true, max: share ? 1 : undefined, ticks: share ? { callback: percent, maxTicksLimit: 6 } : { precision: 0, maxTicksLimit: 6 } },
            y: { stacked: true, grid: { display: false }, ticks: { autoSkip: false, callback(at) { return besideAxis(this, rows[at].name); } } },
          },
          plugins: {
            legend: { display: series.length > 1 },
            tooltip: {
              filter: (item) => item.parsed.x > 0 || series.length === 1,
              callbacks: {
                title: (items) => (items.length ? rows[items[0].dataIndex].name : ""),
                ...(share ? { label: (item) => ` ${item.dataset.label}: ${percent(item.parsed.x)}` } : {}),
              },
            },
          },
        },
      },
    };
  }

  // A point a row. Points of one day and name stand beside one another, each where it can be pointed at.
  function days(table) {
    const [parted] = seriesOf(table);
    const rows = rowsOf(table)
      .map((row) => ({ ...row, day: Math.floor(Date.parse(written(row.cells[0]).slice(0, 10)) / DAY) }))
      .filter((row) => Number.isFinite(row.day))
      .map((row) => ({ ...row, of: squeezed(row.cells[1].textContent), part: parted ? squeezed(row.cells[parted.column].textContent) : "" }));
    const names = [...new Set(rows.map((row) => row.of))];
    const parts = [...new Set(rows.map((row) => row.part))];
    const first = Math.min(...rows.map((row) => row.day)), last = Math.max(...rows.map((row) => row.day));
    const room = Math.max(1, Math.round((last - first) * 0.04));
    const step = Math.max(1, Math.ceil((last - first) / 6));
    const met = new Map();
    for (const row of rows) {
      const key = `${row.day} ${row.of}`;
      row.turn = met.get(key) || 0;
      met.set(key, row.turn + 1);
      row.key = key;
    }
    const height = (row) => names.indexOf(row.of) + (row.turn - (met.get(row.key) - 1) / 2) * Math.min(0.4, 0.7 / met.get(row.key));
    const series = parts.map((part, order) => ({ name: part, colour: order < 8 ? `c${order}` : "cn", rows: rows.filter((row) => row.part === part) }));
    return {
      empty: !rows.length,
      series,
      links: series.map((each) => each.rows.map((row) => row.link)),
      height: names.length * (BAR + 4) + AXIS + (parts.length > 1 ? KEY : 0),
      config: {
        type: "scatter",
        data: { datasets: series.map((each, order) => ({ label: each.name, data: each.rows.map((row) => ({ x: row.day, y: height(row) })), pointRadius: 6, pointHoverRadius: 8, pointStyle: ["circle", "rect", "triangle", "rectRot"][order % 4] })) },
        options: {
          interaction: { mode: "nearest", intersect: true },
          scales: {
            x: {
              min: first - room,
              max: last + room,
              grid: { display: false },
              afterBuildTicks: (axis) => { axis.ticks = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, at) => ({ value: first + at * step })); },
              ticks: { callback: (day) => dayName(day, "short"), maxRotation: 0, autoSkipPadding: 14 },
            },
            y: {
              min: -0.6,
              max: names.length - 0.4,
              reverse: true,
              afterBuildTicks: (axis) => { axis.ticks = names.map((_, value) => ({ value })); },
              ticks: { autoSkip: false, callback(at) { return besideAxis(this, names[at]); } },
            },
          },
          plugins: {
            legend: { display: parts.length > 1 },
            tooltip: { callbacks: { title: () => "", label: (item) => {
              const row = series[item.datasetIndex].rows[item.dataIndex];
              return ` ${dayName(row.day, "long")}, ${row.of}${row.part ? `: ${short(row.part)}` : ""}`;
            } } },
          },
        },
      },
    };
  }

  // What has a colour, in a chart that is to be made or is there.
  function paint({ type, data, options }, series, found) {
    for (const [order, set] of data.datasets.entries()) {
      set.backgroundColor = set.hoverBackgroundColor = found[series[order].colour];
      set.borderColor = set.hoverBorderColor = found.paper;
      set.borderWidth = type === "scatter" ? 1 : { top: 1, right: 1, bottom: 0, left: 0 };
    }
    for (const axis of Object.values(options.scales)) {
      axis.ticks.color = found.soft;
      axis.border = { color: found.rule };
      axis.grid = { ...axis.grid, color: found.rule };
    }
    Object.assign(options.plugins.tooltip, { backgroundColor: found.ink, titleColor: found.paper, bodyColor: found.paper });
    Object.assign(options.plugins.legend, { position: "top", align: "start", labels: { color: found.ink, boxWidth: 12, boxHeight: 12 } });
  }

  function repaint() {
    const found = colours();
    for (const { chart, config, series } of drawn) {
      paint(config, series, found);
      chart.update();
    }
  }

  const themes = new MutationObserver(repaint);

  function draw(table) {
    const kind = { months, bars, days }[table.dataset.chart];
    if (!kind || !table.tHead || !table.tBodies.length) return;
    const made = kind(table);
    if (made.empty || !made.series.length) return;
    const caption = table.caption ? squeezed(table.caption.textContent) : "Chart";

    const figure = document.createElement("figure");
    figure.className = "chart";
    const place = document.createElement("div");
    place.className = "chart-place";
    place.style.height = `${Number(table.dataset.height) || made.height || HEIGHT}px`;
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${caption}; the table below has its figures`);
    place.append(canvas);
    const folded = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = "The figures as a table";
    folded.append(summary);
    const whole = table.closest(".scroll") || table;
    whole.replaceWith(figure);
    folded.append(whole);
    figure.append(place, folded);

    const linkOf = ([first]) => first && (Array.isArray(made.links[first.datasetIndex]) ? made.links[first.datasetIndex][first.index] : made.links[first.index]);
    const { options } = made.config;
    Object.assign(options, {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      locale: "en-GB",
      onClick: (_, items) => { const link = linkOf(items); if (link) location.assign(link); },
      onHover: (event, items) => { event.native.target.style.cursor = linkOf(items) ? "pointer" : ""; },
    });
    options.font = { family: getComputedStyle(document.body).fontFamily, size: 12 };
    options.layout = { padding: { top: 6, right: 6 } };
    options.plugins.colors = { enabled: false };
    const { config, series } = made;
    drawn.push({ chart: null, config, series });
    paint(config, series, colours());
    drawn.at(-1).chart = new window.Chart(canvas, config);
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (!window.Chart) return;
    for (const table of document.querySelectorAll("table[data-chart]")) draw(table);
    if (!drawn.length) return;
    themes.observe(root, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
    for (const [type, on] of [["beforeprint", true], ["afterprint", false]]) {
      addEventListener(type, () => { printing = on; repaint(); });
    }
  });
})();
