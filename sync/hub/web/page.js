"use strict";
// The supervisors' page. Everything shown is put in as text, never as markup; every write carries the session's token.

const state = { lang: "zh", who: null, wave: "", waves: [], board: null, chosen: new Set(), mode: "product", filter: {}, held: [], decided: [], bags: [], forecast: null, open: null, line: null, stations: [] };

const t = (key, ...values) => values.reduce((text, v, i) => text.replace(`{${i}}`, v), words[state.lang][key] ?? key);

function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined).map((c) => (c instanceof Node ? c : String(c))));
  return node;
}

// What scrolls can be reached without a mouse.
const SCROLLED = { class: "sheet", tabindex: "0" };

const main = document.getElementById("main");
const show = (cls, ...children) => { main.className = cls; main.replaceChildren(...children.flat(Infinity)); };

let noticeTimer = 0;
function notice(text, wrong = false) {
  const box = document.getElementById("notice");
  box.textContent = text;
  box.className = wrong ? "wrong" : "";
  box.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => { box.hidden = true; }, wrong ? 8000 : 3000);
}

async function call(method, path, body) {
  const headers = {};
  if (method !== "GET") {
    headers["X-CSRF-Token"] = state.who ? state.who.csrf : "";
    if (state.who) headers["Idempotency-Key"] = crypto.randomUUID ? crypto.randomUUID() : String(performance.now()) + Math.random();
  }
  const answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }).catch(() => null);
  if (!answer) throw new Error(t("lost"));
  const data = answer.status === 204 ? {} : await answer.json();
  if (answer.status === 401 && state.who) { state.who = null; signIn(); }
  if (!answer.ok) throw new Error([data.title, data.field, data.todo].filter(Boolean).join(" · "));
  return data;
}
const hub = (path) => `/v1/${encodeURIComponent(state.who.warehouse)}${path}`;
const query = (values) => "?" + new URLSearchParams(Object.entries(values).filter(([, v]) => v !== "" && v !== undefined)).toString();

function guarded(action) {
  return async (event) => {
    if (event) event.preventDefault();
    try { await action(event); } catch (error) { notice(error.message, true); }
  };
}

const kg = (mg) => inUnit(mg, 1000000, 1);
function ago(when) {
  if (!when) return t("never");
  const s = Math.max(0, Math.round((Date.now() - Date.parse(when)) / 1000));
  return s < 90 ? t("ago_s", s) : s < 5400 ? t("ago_m", Math.round(s / 60)) : s < 172800 ? t("ago_h", Math.round(s / 3600)) : t("ago_d", Math.round(s / 86400));
}
/// In the viewer's time, to the second.
function clock(when) {
  const d = new Date(when), two = (n) => String(n).padStart(2, "0");
  return Number.isNaN(d.getTime()) ? "" : `${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}
const finished = (p) => p.done + p.short + p.cancelled;

function bar(p) {
  const box = el("div", { class: "bar" });
  const part = (count, cls) => {
    if (!count || !p.tasks) return;
    const i = el("i", { class: cls });
    i.style.width = `${(100 * count) / p.tasks}%`;
    box.append(i);
  };
  part(p.done, "");
  part(p.in_progress, "part");
  part(p.short + p.cancelled, "short");
  return box;
}

// ---- the head ----

const views = { board: boardView, work: workView, held: heldView, stations: stationsView, books: booksView, log: logView };
const view = () => (location.hash.slice(1).split("?")[0] in views ? location.hash.slice(1).split("?")[0] : "board");

function head() {
  const top = document.getElementById("top");
  top.hidden = !state.who;
  if (!state.who) return;
  const p = state.board ? state.board.progress : null;
  const waves = el("select", { "aria-label": t("board"), onchange: guarded(async (e) => { state.wave = e.target.value; state.forecast = null; state.filter = {}; state.chosen.clear(); await refresh(); }) },
    state.waves.map((w) => el("option", { value: w.wave, selected: w.wave === state.wave }, w.wave)));
  top.replaceChildren(
    el("div", { class: "logo" }, t("title")),
    el("nav", {}, Object.keys(views).map((name) => el("a", { href: `#${name}`, class: name === view() ? "on" : "" }, t(name),
      name === "held" && state.held.length + state.bags.length ? el("b", {}, state.held.length + state.bags.length) : null))),
    el("div", { class: "sum" }, state.waves.length ? waves : null,
      p ? el("span", {}, el("b", {}, finished(p)), `/ ${p.tasks} ${t("rows")}`) : null,
      p ? el("span", {}, el("b", {}, kg(p.actual_mg)), "kg") : null,
      p ? el("span", {}, el("b", {}, p.short), t("short")) : null),
    el("div", { class: "who" },
      el("button", { class: "plain", onclick: () => { state.lang = state.lang === "zh" ? "en" : "zh"; localStorage.setItem("lang", state.lang); draw(); } }, state.lang === "zh" ? "English" : "中文"),
      el("button", { class: "plain", onclick: () => { theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"); draw(); } }, t(document.documentElement.dataset.theme === "dark" ? "light" : "dark")),
      el("button", { class: "plain", title: state.who.name, onclick: guarded(async () => { await call("DELETE", "/v1/session"); state.who = null; signIn(); }) }, t("out"))));
}

function theme(name) {
  document.documentElement.dataset.theme = name;
  localStorage.setItem("theme", name);
}

// ---- sign-in ----

function signIn() {
  head();
  const person = el("input", { autocomplete: "username", required: true, maxLength: 64, autofocus: true });
  const password = el("input", { type: "password", autocomplete: "current-password", required: true, maxLength: 256 });
  const wrong = el("p", { class: "bad", role: "alert" });
  const enter = async (event) => {
    event.preventDefault();
    try {
      state.who = await call("POST", "/v1/session", { schema: 1, person: person.value, password: password.value });
      await refresh();
    } catch (error) { wrong.textContent = error.message; password.value = ""; }
  };
  show("", el("form", { class: "sign", onsubmit: enter }, el("h1", {}, `${t("title")} · ${t("sign_in")}`), el("label", {}, t("person"), person), el("label", {}, t("password"), password),
    wrong, el("button", { class: "yes", type: "submit" }, t("enter")),
    el("button", { class: "plain", type: "button", onclick: () => { state.lang = state.lang === "zh" ? "en" : "zh"; localStorage.setItem("lang", state.lang); signIn(); } }, state.lang === "zh" ? "English" : "中文")));
}

// ---- wave board ----

function boardView() {
  const b = state.board;
  if (!b) return show("", el("p", { class: "empty" }, t("no_waves")));
  const tables = b.stations.map((s) => {
    const info = state.stations.find((x) => x.station === s.station);
    return el("div", { class: "row" }, el("b", {}, info ? info.name : s.station || t("nobody")), el("span", { class: "mut hide" }, s.station),
      bar(s.progress), el("span", { class: "mut hide" }, `${finished(s.progress)} / ${s.progress.tasks}`), paceOf(s.station),
      info ? el("span", {}, el("i", { class: info.online ? "dot" : "dot away" }), info.online ? t("online") : ago(info.last_seen)) : el("span"));
  });
  const most = Math.max(1, ...b.products.map((p) => p.progress.tasks));
  const strip = [...b.products].sort((x, y) => y.progress.tasks - x.progress.tasks).slice(0, 60).map((p) => {
    const done = el("u"), column = el("i", { title: `${p.product} ${finished(p.progress)}/${p.progress.tasks}` }, done);
    column.style.height = `${(100 * p.progress.tasks) / most}%`;
    done.style.height = `${(100 * finished(p.progress)) / p.progress.tasks}%`;
    return column;
  });
  show("board",
    el("section", { class: "sec routes" }, el("h2", {}, el("b", {}, t("routes")), t("routes_hint")), routesView(b.routes)),
    el("section", { class: "sec tables" }, el("h2", {}, el("b", {}, t("tables")), t("tables_hint")), tables),
    el("section", { class: "side" }, adviceView(), el("h2", {}, `${t("decide_n")} ${state.held.length + state.bags.length || ""}`),
      state.held.length + state.bags.length ? [state.held.slice(0, 6).map(heldItem), state.bags.slice(0, 6).map((b) => bagItem(b))] : el("p", { class: "empty" }, t("nothing_to_decide")),
      el("div", { class: "grow" }), el("h2", { class: "products-head" }, `${b.products.length} ${t("products_n")}`), el("div", { class: "products" }, strip)));
}

// ---- reassign ----

/// A row's handle, taken by mouse, pen or finger and let go over a table's tile, moves what is chosen there.
function drag(down, row, words, drop) {
  if (down.button) return;
  down.preventDefault();
  if (!row.classList.contains("on")) row.click();
  const ghost = el("div", { class: "ghost" }, words());
  const tileAt = (e) => document.elementsFromPoint(e.clientX, e.clientY).map((node) => node.closest(".tile")).find(Boolean);
  let over = null;
  const move = (e) => {
    ghost.style.left = `${e.clientX + 12}px`;
    ghost.style.top = `${e.clientY + 12}px`;
    if (over) over.classList.remove("over");
    over = tileAt(e);
    if (over) over.classList.add("over");
  };
  const end = (e) => {
    for (const [name, heard] of Object.entries(listening)) removeEventListener(name, heard);
    ghost.remove();
    if (over) over.classList.remove("over");
    if (e.type === "pointerup" && over) drop(over.dataset.station);
  };
  const listening = { pointermove: move, pointerup: end, pointercancel: end };
  for (const [name, heard] of Object.entries(listening)) addEventListener(name, heard);
  move(down);
  document.body.append(ghost);
}

async function workView() {
  if (state.line) return lineView();
  const f = state.filter;
  const pick = (name, values) => el("select", { "aria-label": t(name), onchange: (e) => { f[name] = e.target.value; state.chosen.clear(); workView(); } },
    el("option", { value: "" }, `${t(name)}: ${t("all")}`), values.map(([value, text]) => el("option", { value, selected: f[name] === value }, text)));
  const b = state.board;
  if (!b) return show("", el("p", { class: "empty" }, t("no_waves")));
  const search = el("input", { type: "search", placeholder: t("search"), value: f.search || "", maxLength: 64, onchange: (e) => { f.search = e.target.value; workView(); } });
  const filters = el("div", { class: "filters" },
    el("button", { class: state.mode === "product" ? "yes" : "", onclick: () => { state.mode = "product"; state.chosen.clear(); workView(); } }, t("by_product")),
    el("button", { class: state.mode === "task" ? "yes" : "", onclick: () => { state.mode = "task"; state.chosen.clear(); workView(); } }, t("by_task")),
    pick("station", b.stations.filter((s) => s.station).map((s) => [s.station, s.station])),
    state.mode === "task" ? [pick("route", b.routes.map((r) => [r.route, r.route])), pick("state", [["open", t("open")], ["in_progress", t("in_progress")], ["done", t("done")], ["short", t("shorted")], ["held", t("on_hold")], ["cancelled", t("cancelled")]])] : null, search);
  const choose = (key) => (e) => { if (state.chosen.has(key)) state.chosen.delete(key); else state.chosen.add(key); e.currentTarget.classList.toggle("on", state.chosen.has(key)); e.currentTarget.querySelector("input").checked = state.chosen.has(key); foot(); };
  const box = (key) => el("td", {}, el("input", { type: "checkbox", checked: state.chosen.has(key), "aria-label": t("chosen") }));
  let sheet;
  if (state.mode === "product") {
    const wanted = b.products.filter((p) => (!f.station || p.station === f.station) && (!f.search || p.product.includes(f.search) || p.sku.includes(f.search)));
    sheet = el("table", {}, el("thead", {}, el("tr", {}, ["", "", t("product"), t("station"), "", t("left"), ""].map((h, i) => el("th", { class: i === 5 ? "num" : "" }, h)))),
      el("tbody", {}, wanted.map((p) => {
        const key = JSON.stringify([p.sku, p.station]);
        return el("tr", { class: state.chosen.has(key) ? "pick on" : "pick", onclick: choose(key) }, box(key), el("td", {}, el("b", {}, p.product), " ", el("small", {}, p.category)), el("td", {}, p.station || t("nobody")),
          el("td", {}, bar(p.progress)), el("td", { class: "num" }, p.progress.open + p.progress.in_progress), el("td", { class: "mut" }, `${finished(p.progress)} / ${p.progress.tasks}`));
      })));
  } else {
    const page = await call("GET", hub("/tasks") + query({ wave: state.wave, route: f.route, station: f.station, state: f.state, search: f.search, limit: 300 }));
    const columns = ["", "", t("product"), t("customer"), t("tote"), t("route"), t("ordered"), t("actual"), t("state"), t("station"), t("order"), ""];
    sheet = el("table", {}, el("thead", {}, el("tr", {}, columns.map((h, i) => el("th", { class: i === 6 || i === 7 ? "num" : "" }, h)))),
      el("tbody", {}, page.tasks.map((x) => {
        const key = JSON.stringify([x.order_no, x.line_no]);
        const is = x.standing === "active" ? x.state : x.standing;
        return el("tr", { class: state.chosen.has(key) ? "pick on" : "pick", onclick: choose(key) }, box(key), el("td", {}, el("b", {}, x.product)), el("td", {}, el("b", {}, x.customer_code), " ", el("small", {}, x.customer)), el("td", {}, x.tote), el("td", {}, x.route),
          el("td", { class: "num" }, `${x.ordered} ${x.unit}`), el("td", { class: "num" }, x.state === "open" ? "" : el("b", {}, `${x.qty} ${x.qty_unit}`)),
          el("td", { class: `state ${is}` }, t({ short: "shorted", held: "on_hold" }[is] || is)), el("td", {}, x.station || t("nobody")), el("td", { class: "mut" }, `${x.order_no} · ${x.line_no}`),
          el("td", {}, el("button", { class: "plain", onclick: (e) => { e.stopPropagation(); state.line = x; draw(); } }, t("open_line"))));
      })));
    filters.append(el("span", { class: "mut" }, t("all_shown", page.total)));
  }
  const reason = el("input", { placeholder: t("reason"), maxLength: 200, "aria-label": t("reason") });
  const tiles = state.stations.filter((s) => s.active).map((s) => el("button", { class: "tile", "data-station": s.station, onclick: () => moveTo(s.station) }, s.name, el("small", {}, `${t("left")} ${s.open_tasks}`)));
  const moveTo = (station) => guarded(async () => {
    const keys = [...state.chosen].map((k) => JSON.parse(k));
    const orders = state.mode === "task" ? [{ to: station, reason: reason.value, lines: keys.map(([order_no, line_no]) => ({ order_no, line_no })) }]
      : keys.map(([sku, from]) => ({ to: station, sku, from, wave: state.wave, reason: reason.value }));
    let moved = 0, refused = 0;
    for (const order of orders) {
      const answer = await call("POST", hub("/assign"), { schema: 1, ...order });
      moved += answer.moved;
      refused += answer.refused.length;
    }
    state.chosen.clear();
    notice(`${t("moved")} ${moved}${refused ? ` · ${refused} ${t("moved_refused")}` : ""}`, refused > 0 && moved === 0);
    await refresh();
  })();
  const count = el("b");
  const chosenTasks = () => (state.mode === "task" ? state.chosen.size : b.products.filter((p) => state.chosen.has(JSON.stringify([p.sku, p.station]))).reduce((sum, p) => sum + p.progress.open + p.progress.in_progress, 0));
  function foot() {
    count.textContent = `${t("chosen")} ${chosenTasks()} ${t("tasks")}`;
    for (const tile of tiles) tile.disabled = chosenTasks() === 0;
  }
  foot();
  for (const row of sheet.querySelectorAll("tr.pick")) row.prepend(el("td", { class: "grip", title: t("drag"), onpointerdown: (e) => drag(e, row, () => count.textContent, moveTo) }, "⠿"));
  const bottom = el("div", { class: "foot" }, count, reason, el("span", {}, t("move_to")), el("div", { class: "tiles" }, tiles));
  show("work", filters, el("div", SCROLLED, sheet), bottom);
}

// ---- one line: what was weighed for it, and a person's figure in its place ----

async function lineView() {
  const x = state.line;
  const all = (await call("GET", hub(`/orders/${encodeURIComponent(x.order_no)}/lines/${encodeURIComponent(x.line_no)}/weighings`))).weighings;
  const correction = (w) => {
    const unit = w.count ? "" : x.qty_unit;
    const value = el("input", { inputMode: "decimal", maxLength: 12, required: true, "aria-label": t("should_be") });
    const reason = el("input", { placeholder: t("reason"), maxLength: 200, required: true });
    const save = guarded(async () => {
      await call("POST", hub("/weighings/correct"), { schema: 1, station: w.station, incarnation: w.incarnation, seq: w.seq, qty: value.value.trim(), unit, reason: reason.value.trim() });
      notice(t("saved"));
      await load();
      const page = await call("GET", hub("/tasks") + query({ wave: state.wave, search: x.order_no, limit: 1000 }));
      state.line = page.tasks.find((y) => y.order_no === x.order_no && y.line_no === x.line_no) || x;
      await draw();
    });
    return el("form", { class: "reason", onsubmit: save }, el("label", {}, t("should_be")), value, el("span", {}, unit || x.unit), reason, el("button", { class: "yes", type: "submit" }, t("correct")));
  };
  const why = el("input", { placeholder: t("reason"), maxLength: 200, required: true, "aria-label": t("reason") });
  const stop = (what) => guarded(async () => {
    if (!why.value.trim()) { why.focus(); throw new Error(t("reason_needed")); }
    const answer = await call("POST", hub(`/orders/${encodeURIComponent(x.order_no)}/${what}`), { schema: 1, line_no: x.line_no, reason: why.value.trim() });
    const line = answer.lines.find((y) => y.line_no === x.line_no);
    notice(line ? t(line.outcome || `waits_for_${line.waiting_for}`) : t("saved"));
    state.line = { ...x, standing: { hold: "held", release: "active", cancel: "cancelled" }[what] };
    await load();
    await draw();
  });
  const stops = x.standing === "cancelled" ? null : el("div", { class: "reason" }, why,
    x.standing === "held" ? el("button", { class: "yes", onclick: stop("release") }, t("release")) : el("button", { onclick: stop("hold") }, t("hold")),
    el("button", { class: "danger", onclick: stop("cancel") }, t("cancel_line")));
  const day = state.board && state.board.locked ? el("p", { class: "bad" }, t("locked_hint")) : null;
  const back = el("button", { class: "plain", onclick: () => { state.line = null; draw(); } }, `← ${t("back")}`);
  show("work one", el("div", { class: "filters" }, back, el("h1", {}, [x.product, x.customer_code, x.customer].filter(Boolean).join(" · "), " ", el("small", {}, `${t("ordered")} ${x.ordered} ${x.unit} · ${t("actual")} ${x.qty} ${x.qty_unit} · ${x.order_no} · ${x.line_no}`))),
    el("div", SCROLLED, el("div", { class: "detail" }, stops, el("p", { class: "mut" }, t("correct_hint")), day,
      all.length ? all.map(({ state: is, weighing: w }) => el("div", { class: "entry" }, weighingCard({ ...x, weighing: w }, w, is === "in_force", { in_force: "counts", held: "waits" }[is] || `is_${is}`), is === "in_force" ? correction(w) : null)) : el("p", { class: "empty" }, t("none_counts")))), el("div"));
}

// ---- exceptions ----

const marks = { right_revoked: "☒", moved: "⇄", cancelled: "⊘", closed: "■", fork: "⑂" };
function heldItem(h) {
  return el("button", { class: state.open === h.id && view() === "held" ? "item on" : "item", onclick: () => { state.open = h.id; location.hash = "held"; draw(); } },
    el("i", { class: "mark", "aria-hidden": "true" }, marks[h.why] || "!"), el("b", {}, t(`why_${h.why}`)), el("em", {}, ago(h.received_at)),
    el("span", {}, summary(h)));
}
const summary = (h) => (h.kind === "flagged" ? [h.person, h.weighing.station, t("n_events", h.flagged_total)] : [h.product || h.order_no, h.customer_code, h.weighing.station, figure(h, h.weighing)]).filter(Boolean).join(" · ");

/// What a decision would settle, by the hub's rule: whole milligrams, one division, half to even.
function inUnit(mg, per, decimals) {
  const n = Math.abs(mg) * 10 ** decimals, rest = n % per;
  let units = (n - rest) / per;
  if (2 * rest > per || (2 * rest === per && units % 2 === 1)) units += 1;
  const digits = String(units).padStart(decimals + 1, "0");
  return `${mg < 0 ? "-" : ""}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
function settle(h, mg, count) {
  if (h.weighing.count) return `${count} ${h.unit || t("piece")}`;
  const [per, decimals] = { "斤": [500000, 2], jin: [500000, 2], kg: [1000000, 3], "公斤": [1000000, 3] }[h.unit] || [1000000, 3];
  return `${inUnit(mg, per, decimals)} ${per === 500000 ? h.unit : "kg"}`;
}
const figure = (h, w) => settle(h, w.net_mg, w.count);

function weighingCard(h, w, counts, what = counts ? "counts" : "waits") {
  const [value, unit] = figure(h, w).split(" ");
  return el("div", { class: counts ? "card in" : "card" }, el("div", { class: "big" }, value, el("small", {}, unit)), el("span", { class: counts ? "badge" : "badge wait" }, t(what)),
    el("div", { class: "more" }, el("b", {}, w.station.startsWith("hub:") ? t("at_the_hub") : w.station), ` · ${w.count ? "" : `${inUnit(w.net_mg, 1000000, 3)} kg ${t("net")} · `}${clock(w.at)}`,
      el("br"), `${w.incarnation ? `${w.incarnation.slice(0, 4)}-` : "#"}${w.seq} · ${state.lang === "zh" ? `第 ${w.assignment} 次派活` : `assignment ${w.assignment}`}${w.pt ? " · PT" : ""}${w.entry === "manual" ? ` · ${t("by_hand")}` : ""}`));
}

function heldView() {
  const bag = state.bags.find((b) => bagId(b) === state.open) || (state.held.length ? null : state.bags[0]);
  const h = bag ? null : state.held.find((x) => x.id === state.open) || state.held[0];
  // What nobody chose makes room for what must be decided.
  if (!bag) state.open = h ? h.id : null;
  const list = el("div", { class: "list" }, el("h1", {}, `${t("decide_n")} ${state.held.length} `, el("small", {}, t("oldest"))), state.held.map(heldItem),
    state.bags.length ? el("h2", { class: "sec" }, `${t("bags_n")} ${state.bags.length}`) : null, state.bags.map((b) => bagItem(b, b === bag)), el("h2", { class: "sec" }, t("decided")),
    state.decided.map((d) => el("div", { class: "item" }, el("i", { class: "mark" }, "✓"), el("b", {}, t(d.state)), el("em", {}, ago(d.received_at)),
      el("span", {}, summary(d)), el("span", {}, `${d.decided_by} · ${d.reason}`))));
  if (bag) return show("held", list, bagView(bag));
  if (!h) return show("held", list, el("p", { class: "empty" }, t("nothing_to_decide")));
  const sum = h.in_force.reduce((s, w) => ({ mg: s.mg + w.net_mg, count: s.count + w.count }), { mg: 0, count: 0 });
  const reason = el("input", { placeholder: t("reason"), maxLength: 200, id: "reason" });
  const decide = (decision) => guarded(async () => {
    if (!reason.value.trim()) { reason.focus(); throw new Error(t("reason_needed")); }
    await call("POST", hub(`/exceptions/${h.id}/decide`), { schema: 1, decision, reason: reason.value.trim() });
    state.open = null;
    notice(t("saved"));
    await refresh();
  });
  if (h.kind === "flagged") return show("held", list, flaggedView(h, reason, decide));
  const could = !["unknown_task", "cancelled", "unreadable", "void_after_close", "void_after_cancel", "void_of_corrected"].includes(h.why);
  const now = settle(h, sum.mg, sum.count);
  const choice = (name, hint, cls) => el("button", { class: cls, onclick: decide(name) }, t(name), el("small", {}, hint));
  show("held", list, el("div", { class: "detail" },
    el("h1", {}, [h.product, h.customer_code].filter(Boolean).join(" · ") || `${h.order_no} · ${h.line_no}`, el("br"), el("small", {}, `${t(`why_${h.why}`)}${h.ordered ? ` · ${t("ordered")} ${h.ordered} ${h.unit}` : ""} · ${t("received")} ${ago(h.received_at)}`)),
    el("div", { class: "pair" }, h.in_force.length ? h.in_force.map((w) => weighingCard(h, w, true)) : el("p", { class: "empty" }, t("none_counts")), weighingCard(h, h.weighing, false)),
    h.kind === "quarantined" ? el("div", { class: "card" }, el("b", {}, t("both")), el("span"), el("pre", {}, h.payload), el("pre", {}, h.other_payload)) : null,
    el("div", { class: "reason" }, el("label", { htmlFor: "reason" }, t("reason")), reason),
    el("div", { class: "choices" }, choice("keep_first", t("keep_hint", now), could ? "yes" : ""),
      could ? choice("replace", t("replace_hint", figure(h, h.weighing)), "") : null,
      could ? choice("add", t("add_hint", settle(h, sum.mg + h.weighing.net_mg, sum.count + h.weighing.count)), "") : null,
      choice("put_back", t("put_back_hint", now), could ? "" : "yes"))));
}

/// What somebody did whose right was gone: it counts, and is only to be seen.
function flaggedView(h, reason, decide) {
  const rows = h.flagged.map((f) => el("tr", {}, el("td", {}, `${f.incarnation.slice(0, 4)}-${f.seq}`), el("td", {}, f.type), el("td", {}, f.needed), el("td", {}, [f.order_no, f.line_no].filter(Boolean).join(" · "))));
  return el("div", { class: "detail" }, el("h1", {}, `${h.person} · ${h.weighing.station}`, el("br"), el("small", {}, `${t("why_right_revoked")} · ${t("n_events", h.flagged_total)} · ${t("received")} ${ago(h.received_at)}`)),
    el("div", SCROLLED, el("table", {}, el("thead", {}, el("tr", {}, ["#", t("what"), t("right"), t("order")].map((x) => el("th", {}, x)))), el("tbody", {}, rows))),
    el("div", { class: "reason" }, el("label", { htmlFor: "reason" }, t("reason")), reason),
    el("div", { class: "choices" }, el("button", { class: "yes", onclick: decide("acknowledge") }, t("acknowledge"), el("small", {}, t("acknowledge_hint")))));
}

// ---- tables ----

function stationsView() {
  const id = el("input", { placeholder: t("station_id"), maxLength: 64 });
  const code = el("span", { class: "code" });
  const rows = state.stations.map((s) => el("tr", {}, el("td", {}, el("i", { class: s.online ? "dot" : "dot away" }), el("b", {}, s.name), " ", el("small", {}, s.station)),
    el("td", {}, !s.active ? t("revoked") : s.online ? t("online") : t("away")), el("td", {}, ago(s.last_seen)), el("td", { class: "num" }, s.unsent), el("td", { class: "num" }, s.oldest_unsent_ms ? `${Math.round(s.oldest_unsent_ms / 1000)} s` : ""),
    el("td", { class: "num" }, `${s.feed_stored} / ${s.feed_head}`), el("td", { class: "num" }, s.open_tasks), el("td", { class: s.quarantined ? "num bad" : "num" }, s.quarantined || "")));
  const heads = [t("station"), t("state"), t("seen"), t("unsent"), t("oldest_unsent"), t("feed"), t("open_tasks"), t("quarantined")];
  show("work", el("div", { class: "filters" }, el("h1", {}, t("tables"))),
    el("div", SCROLLED, el("table", {}, el("thead", {}, el("tr", {}, heads.map((h, i) => el("th", { class: i > 2 ? "num" : "" }, h)))), el("tbody", {}, rows))),
    el("form", { class: "foot", onsubmit: guarded(async () => { code.textContent = (await call("POST", hub("/codes"), { schema: 1, station: id.value.trim() })).code; }) },
      el("b", {}, t("new_code")), id, el("button", { type: "submit" }, t("make_code")), code, el("span", { class: "mut" }, t("code_hint"))));
}

// ---- books: files, locked days, and what was corrected ----

async function booksView() {
  const wave = state.waves.find((w) => w.wave === state.wave);
  const late = await call("GET", hub("/corrections") + query({ wave: state.wave, limit: 500 }));
  const days = (await call("GET", hub("/locks"))).days;
  const hook = await call("GET", hub("/webhook"));
  const pushed = !hook.configured ? null : hook.failures ? el("span", { class: "bad" }, t("webhook_fails", hook.waiting), ` · ${hook.problem} · ${ago(hook.failing_since)}`) : el("span", { class: "mut" }, t("webhook_good", hook.waiting));
  const file = (text, values) => el("a", { class: "button", href: hub("/export") + query(values), download: "" }, text);
  const files = !wave ? [] : [["Excel", { wave: wave.wave, format: "xlsx" }], ["CSV", { wave: wave.wave, format: "csv" }], ["JSONL", { wave: wave.wave, format: "jsonl" }], [`${t("corrections")} CSV`, { wave: wave.wave, format: "csv", table: "corrections" }]]
    .map(([text, values]) => file(text, values));
  const rows = late.corrections.map((c) => el("tr", {}, el("td", {}, clock(c.at)), el("td", {}, c.by), el("td", {}, t(c.what)), el("td", {}, el("b", {}, c.product), " ", c.customer_code), el("td", {}, `${c.order_no} · ${c.line_no}`),
    el("td", { class: "num" }, `${c.qty_before} ${c.unit}`), el("td", { class: "num" }, el("b", {}, `${c.qty_after} ${c.unit}`)), el("td", {}, c.after_lock ? t("after_lock") : c.after_close ? t("after_close") : ""), el("td", { class: "why" }, c.reason)));
  const heads = [t("when"), t("who"), t("what"), t("product"), t("order"), t("before"), t("after"), "", t("reason")];
  const locked = days.map((d) => el("tr", {}, el("td", {}, el("b", {}, d.business_date)), el("td", {}, clock(d.locked_at)), el("td", {}, d.locked_by), el("td", { class: "num" }, d.lines), el("td", { class: "num" }, d.differences), el("td", { class: "why" }, d.reason)));
  show("work", el("div", { class: "filters" }, el("h1", {}, state.wave || t("books")), wave ? el("span", { class: "mut" }, [wave.business_date, wave.locked ? t("locked") : ""].filter(Boolean).join(" · ")) : null, pushed, el("span", { class: "grow" }), files),
    el("div", SCROLLED, el("table", {}, el("caption", {}, `${t("corrections")} ${late.corrections.length}${late.more ? "+" : ""}`), el("thead", {}, el("tr", {}, heads.map((h, i) => el("th", { class: i === 5 || i === 6 ? "num" : "" }, h)))), el("tbody", {}, rows)),
      el("table", {}, el("caption", {}, t("locked_days")), el("thead", {}, el("tr", {}, [t("day"), t("when"), t("who"), t("rows"), t("differences"), t("reason")].map((h, i) => el("th", { class: i === 3 || i === 4 ? "num" : "" }, h)))), el("tbody", {}, locked))), el("div"));
}

async function logView() {
  const rows = [];
  for (let after = 0, more = true; more && rows.length < 5000;) {
    const page = await call("GET", hub("/decisions") + query({ after, limit: 500 }));
    rows.push(...page.decisions);
    more = page.decisions.length === 500;
    after = page.next;
  }
  show("work", el("div", { class: "filters" }, el("h1", {}, t("log"))), el("div", SCROLLED, el("table", {}, el("thead", {}, el("tr", {}, ["#", t("when"), t("who"), t("what"), t("reason"), ""].map((h) => el("th", {}, h)))),
    el("tbody", {}, rows.reverse().slice(0, 500).map((d) => el("tr", {}, el("td", { class: "num" }, d.seq), el("td", { class: "when" }, clock(d.at)), el("td", {}, d.author), el("td", {}, el("b", {}, t(`ev_${d.type}`))),
      el("td", { class: "why" }, d.reason), el("td", { class: "mut" }, Object.keys(d.detail).length ? JSON.stringify(d.detail).slice(0, 160) : "")))))), el("div"));
}

// ---- keeping it fresh ----

async function load() {
  state.waves = (await call("GET", hub("/waves"))).waves;
  if (!state.waves.some((w) => w.wave === state.wave)) state.wave = state.waves.length ? state.waves[0].wave : "";
  state.board = state.wave ? await call("GET", hub(`/waves/${encodeURIComponent(state.wave)}/board`)) : null;
  state.forecast = state.wave && view() === "board" ? await call("GET", hub(`/waves/${encodeURIComponent(state.wave)}/forecast`)) : state.forecast;
  state.stations = (await call("GET", hub("/stations"))).stations;
  state.held = (await call("GET", hub("/exceptions"))).exceptions;
  state.bags = (await call("GET", hub("/bag-tasks"))).bag_tasks;
  if (view() === "held") state.decided = (await call("GET", hub("/exceptions") + query({ state: "decided", limit: 20 }))).exceptions;
}

function draw() {
  if (!state.who) return signIn();
  document.documentElement.lang = state.lang;
  head();
  return guarded(async () => views[view()]())();
}

async function refresh() {
  await load();
  await draw();
}

/// What somebody types or has chosen is not drawn over.
const busy = () => state.chosen.size > 0 || state.line !== null || /^(INPUT|SELECT)$/.test(document.activeElement ? document.activeElement.tagName : "") || ["log", "books"].includes(view()) || [...document.querySelectorAll(".sheet, #main")].some((box) => box.scrollTop > 0) || window.scrollY > 0;

window.addEventListener("hashchange", guarded(async () => { state.chosen.clear(); state.line = null; if (state.who) await refresh(); }));
setInterval(guarded(async () => {
  if (!state.who || document.hidden) return;
  await load();
  if (busy()) head(); else await draw();
}), 3000);

state.lang = localStorage.getItem("lang") === "en" ? "en" : "zh";
theme(localStorage.getItem("theme") === "dark" ? "dark" : "light");
guarded(async () => {
  const answer = await fetch("/v1/session");
  if (!answer.ok) return signIn();
  state.who = await answer.json();
  await refresh();
})();
