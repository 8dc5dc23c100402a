"use strict";
// The wave board's routes against their departures, and what to move when one will be late. Late is told by words, a sign and
// hatching, never by colour alone.

const hm = (when) => clock(when).slice(6, 11);
const minutes = (seconds) => Math.floor(Math.abs(seconds) / 60);
const forecastOf = (route) => (state.forecast ? state.forecast.routes.find((r) => r.route === route) : null);

/// Earliest departure first; routes without one after them.
function byDeparture(routes) {
  const at = (r) => { const f = forecastOf(r.route); return f && f.departs_at ? f.departs_at : "~"; };
  return [...routes].sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : a.route < b.route ? -1 : 1));
}

function verdict(f, left) {
  const is = (cls, sign, text) => el("span", { class: `v ${cls}` }, sign ? el("i", { "aria-hidden": "true" }, sign) : null, text);
  if (!left) return is("done", "✓", t("done"));
  if (!f || f.state === "done") return is("", "", `${t("left")} ${left}`);
  if (f.state === "late") return is("late", "▲", t("is_late", minutes(f.margin_s) || "<1"));
  if (f.state === "tight") return is("tight", "◆", t("is_tight", minutes(f.margin_s)));
  if (f.state === "in_time") return is("", "✓", t("is_in_time", minutes(f.margin_s)));
  if (f.state === "nobody") return is("tight", "◇", t("is_nobody", f.nobody));
  return is("", "", f.finish_at ? t("is_done_at", hm(f.finish_at)) : `${t("left")} ${left}`);
}

/// From now to the last finish or departure, on quarters of an hour.
function span() {
  const f = state.forecast, times = f.routes.flatMap((r) => [r.finish_at, r.departs_at]).filter(Boolean).map(Date.parse);
  const now = Date.parse(f.now), quarter = 900000, from = Math.floor(now / quarter) * quarter;
  const to = Math.max(from + 4 * quarter, Math.ceil((Math.max(now, ...times) + 60000) / quarter) * quarter);
  return { now, from, to, at: (when) => (100 * (Math.min(Math.max(when, from), to) - from)) / (to - from) };
}

function timeline(f) {
  const box = el("div", { class: "time hide", "aria-hidden": "true" });
  if (!f || !state.forecast) return box;
  const s = span();
  const put = (cls, from, to) => {
    const part = el("i", { class: cls });
    part.style.left = `${s.at(from)}%`;
    if (to !== undefined) part.style.width = `${Math.max(0, s.at(to) - s.at(from))}%`;
    box.append(part);
  };
  const finish = f.finish_at ? Date.parse(f.finish_at) : null, departs = f.departs_at ? Date.parse(f.departs_at) : null;
  put("now", s.now);
  if (finish !== null && departs !== null && finish < departs) put("rest", finish, departs);
  if (finish !== null) put("work", s.now, departs === null ? finish : Math.min(finish, Math.max(departs, s.now)));
  if (finish !== null && departs !== null && finish > departs) put("over", Math.max(departs, s.now), finish);
  if (departs !== null) put("flag", departs);
  return box;
}

function scale() {
  const box = el("div", { class: "time scale hide", "aria-hidden": "true" });
  if (!state.forecast) return box;
  const s = span(), step = 900000 * Math.max(1, Math.ceil((s.to - s.from) / 900000 / 3));
  for (let at = s.from; at < s.to; at += step) {
    const mark = el("b", {}, hm(new Date(at).toISOString()));
    mark.style.left = `${s.at(at)}%`;
    box.append(mark);
  }
  return box;
}

/// What somebody types as a time is the next such time, or one that is not long ago.
function departureAt(text, now = Date.now()) {
  const found = /^(\d{1,2})[:：]?(\d{2})$/.exec(text.trim());
  if (!found || Number(found[1]) > 23 || Number(found[2]) > 59) return null;
  const day = 86400000, at = new Date(now);
  at.setHours(Number(found[1]), Number(found[2]), 0, 0);
  let when = at.getTime();
  if (when < now - day / 4) when += day;
  if (when > now + (3 * day) / 4) when -= day;
  return new Date(when).toISOString();
}

function departureBox(r) {
  const f = forecastOf(r.route);
  const box = el("input", { class: "at", maxLength: 5, inputMode: "numeric", placeholder: "--:--", value: f && f.departs_at ? hm(f.departs_at) : "", "aria-label": `${r.route} ${t("departs")}` });
  const save = guarded(async () => {
    const when = box.value.trim() === "" ? "" : departureAt(box.value);
    if (when === null) throw new Error(t("departs_wrong"));
    await call("PUT", hub(`/waves/${encodeURIComponent(state.wave)}/departures`), { schema: 1, departures: [{ route: r.route, departs_at: when }] });
    box.blur();
    notice(t("saved"));
    await refresh();
  });
  box.addEventListener("change", save);
  return box;
}

function routeRow(r) {
  const left = r.progress.tasks - finished(r.progress), f = forecastOf(r.route);
  const late = left && f && f.state === "late";
  return el("div", { class: `row ${left ? "" : "done"} ${late ? "late" : ""}` }, el("span", { class: "r" }, r.route || "–"), el("span", { class: "mut hide" }, r.driver), departureBox(r),
    el("div", {}, el("div", { class: "n" }, el("span", {}, `${finished(r.progress)} / ${r.progress.tasks}`), r.progress.short ? el("small", {}, `${t("short")} ${r.progress.short}`) : null), bar(r.progress)),
    el("span", { class: "kg hide" }, `${kg(r.progress.actual_mg)} kg`), timeline(f),
    r.state !== "open" ? el("span", { class: "v" }, t(r.state)) : verdict(f, left));
}

function routesView(routes) {
  return [el("div", { class: "row heads" }, el("span"), el("span", { class: "hide" }), el("span", {}, t("departs")), el("span", {}, t("sorted")), el("span", { class: "hide num" }, t("weight")), scale(), el("span")), byDeparture(routes).map(routeRow)];
}

const tableName = (station) => { const s = state.stations.find((x) => x.station === station); return s ? s.name : station; };

function adviceView() {
  const move = state.forecast && state.forecast.moves[0];
  if (!move) return null;
  const f = forecastOf(move.route), to = state.forecast.tables.find((x) => x.station === move.to);
  const accept = guarded(async () => {
    const answer = await call("POST", hub("/assign"), { ...move.assign, reason: t("advice_reason", move.route) });
    notice(`${t("moved")} ${answer.moved}${answer.refused.length ? ` · ${answer.refused.length} ${t("moved_refused")}` : ""}`, answer.moved === 0);
    await refresh();
  });
  return el("div", { class: "advice" }, el("h2", {}, t("advice")), el("h1", {}, t("advice_what", move.product, move.count), el("br"), t("advice_way", tableName(move.from), tableName(move.to))),
    el("p", {}, el("b", {}, move.route), ` ${hm(f.finish_at)} → `, el("b", {}, hm(move.finish_at)), ` · ${move.in_time ? t("advice_in_time", hm(f.departs_at)) : t("advice_less_late", minutes(move.gain_s))}`),
    el("p", {}, el("b", {}, tableName(move.to)), to && to.finish_at ? ` ${hm(to.finish_at)} → ` : " → ", el("b", {}, hm(move.to_finish_at)), move.whole ? null : ` · ${t("advice_shared")}`),
    el("div", { class: "pairs" }, el("button", { class: "yes", onclick: accept }, t("advice_take")), el("button", { onclick: () => { location.hash = "work"; } }, t("advice_own"))));
}

function paceOf(station) {
  const x = state.forecast && state.forecast.tables.find((y) => y.station === station);
  if (!x || !x.open) return [el("span", { class: "hide" }), el("span", { class: "hide" })];
  return [el("span", { class: x.learned ? "hide" : "hide mut" }, el("b", {}, Math.round(x.pace_ms / 1000)), ` ${t("s_a_line")}${x.learned ? "" : ` (${t("assumed")})`}`), el("span", { class: "hide" }, t("is_done_at", hm(x.finish_at)))];
}
