"use strict";
/**
 * Draws a regional map with Leaflet: land, the month's work by municipality, pins, courses, own layers.
 * A classic script, so that it also runs in a folder opened from a file system.
 *
 * @typedef {[number, number, number, number, number, number, string, string]} Item lng, lat, kind, months, place, layer, title, id
 * @typedef {{area: any[], around: any[], drawn: [number, number][], bounds: number[], view: number[]|null,
 *   places: [string, string, number, number][], kinds: [string, string, string][], items: Item[],
 *   courses: {id: string, title: string, lines: [string, [number, number][]][], stays: [number, number, string, number][]}[],
 *   own: {id: string, name: string, colour: string, features: any[]}[]}} Drawing
 * @typedef {{month: number, kinds: string[], layers: string[]}} Choice month 0 is the whole year; no kinds, no layers: all
 */
(function () {
  const SEASONS = ["winter", "winter", "spring", "spring", "spring", "summer", "summer", "summer", "autumn", "autumn", "autumn", "winter"];
  const SHARES = [0.2, 0.42, 0.66, 0.9, 1];
  /** Pins nearer than this, in pixels, are one pin. */
  const CELL = 46;
  /** More pins than these are no stops for the tab key: the list is the way through them. */
  const MOST_STOPS = 40;
  const LISTED = 6;
  const DASHES = /** @type {Record<string, string>} */ ({ ferry: "0.1 8", highway_bus: "9 6", local_bus: "6 5", walk: "0.1 5", air: "2 6" });

  /** @param {string} name */
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  /** @param {string} hex */
  const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  /** @param {number[]} from @param {number[]} to @param {number} share */
  const mix = (from, to, share) => `rgb(${from.map((value, at) => Math.round(value + (to[at] - value) * share)).join(" ")})`;
  /** @param {number} month */
  const bits = (month) => (month ? 1 << (month - 1) : 4095);

  /** The five steps of a month's hue, light to dark. @param {number} month */
  function steps(month) {
    const season = month ? SEASONS[month - 1] : "winter";
    const land = rgb(css("--land"));
    return SHARES.map((share, at) => mix(land, rgb(css(at === 4 ? `--${season}-deep` : `--${season}`)), share));
  }

  /** @param {any} map @param {string} name @param {number} order @param {boolean} [mute] */
  function pane(map, name, order, mute) {
    const made = map.createPane(name);
    made.style.zIndex = String(order);
    if (mute) made.style.pointerEvents = "none";
  }

  /** @param {any} map @param {Drawing} data @param {(choice: Choice, id: string) => string} href @param {Record<string, string>} texts */
  function sasuraiRegion(map, data, href, texts) {
    pane(map, "rm-around", 200, true);
    pane(map, "rm-area", 300);
    pane(map, "rm-own", 420);
    pane(map, "rm-courses", 430, true);
    // a canvas cannot be drawn before the map knows what it looks at
    if (data.view) map.setView([data.view[0], data.view[1]], data.view[2]);
    else fit();
    /** @type {Choice} */
    let choice = { month: 0, kinds: [], layers: [] };
    const canvas = (/** @type {string} */ name) => L.canvas({ pane: name, padding: 0.3 });
    const around = L.geoJSON(data.around, { pane: "rm-around", renderer: canvas("rm-around"), interactive: false }).addTo(map);
    const area = L.geoJSON(data.area, { pane: "rm-area", renderer: canvas("rm-area"), onEachFeature: (/** @type {any} */ feature, /** @type {any} */ shape) => shape.bindTooltip(() => tip(feature.id), { sticky: true }) }).addTo(map);
    if (data.drawn.length) L.polygon(data.drawn.map(([lng, lat]) => [lat, lng]), { pane: "rm-own", fill: false, color: css("--quiet"), weight: 2, dashArray: "6 6", interactive: false }).addTo(map);
    const own = data.own.map((layer) => drawOwn(layer));
    const courses = data.courses.map((course) => drawCourse(course));
    const pins = L.layerGroup().addTo(map);
    const names = new Map(data.places.map(([code, name]) => [code, name]));
    /** @type {{items: Item[], marker: any, shown: number}[]} */
    let cells = [];
    /** @type {{zoom: number, view: any}|null} */
    let laid = null;
    let counts = new Map();

    /** @param {string} id */
    function tip(id) {
      const node = document.createElement("span");
      node.textContent = `${names.get(id) ?? id} · ${texts.here.replace("{n}", String(counts.get(id) ?? 0))}`;
      return node;
    }

    /** @param {Drawing["own"][0]} layer */
    function drawOwn(layer) {
      return {
        id: layer.id,
        shape: L.geoJSON(layer.features, {
          pane: "rm-own",
          style: { color: layer.colour, weight: 3, opacity: 0.95, fillOpacity: 0.15 },
          pointToLayer: (/** @type {any} */ _, /** @type {any} */ at) => L.circleMarker(at, { pane: "rm-own", radius: 6, color: css("--halo"), weight: 1.5, fillColor: layer.colour, fillOpacity: 1 }),
          onEachFeature: (/** @type {any} */ feature, /** @type {any} */ shape) => {
            const node = document.createElement("span");
            node.textContent = [layer.name, feature.properties?.name].filter(Boolean).join(" · ");
            shape.bindTooltip(node, { sticky: true });
          },
        }),
      };
    }

    /** @param {Drawing["courses"][0]} course */
    function drawCourse(course) {
      const group = L.layerGroup();
      const ink = css("--ink-line");
      for (const [mode, points] of course.lines) {
        L.polyline(points.map(([lng, lat]) => [lat, lng]), { pane: "rm-courses", color: css("--paper-line"), weight: 6, opacity: 0.8, interactive: false }).addTo(group);
        L.polyline(points.map(([lng, lat]) => [lat, lng]), { pane: "rm-courses", color: ink, weight: 3, dashArray: DASHES[mode], interactive: false }).addTo(group);
      }
      course.stays.forEach(([lng, lat, name], at) => {
        const label = document.createElement("span");
        label.textContent = String(at + 1);
        label.title = `${course.title} ${at + 1}: ${name}`;
        // beside the place: a pin may stand on it
        const icon = L.divIcon({ html: label, className: "rm-stay", iconSize: [26, 26], iconAnchor: [-8, 32] });
        L.marker([lat, lng], { icon, interactive: false, keyboard: false }).addTo(group);
      });
      return { id: course.id, shape: group };
    }

    /** @param {string} name */
    const wants = (name) => !choice.layers.length || choice.layers.includes(name);

    /** @param {Item} item */
    const fits = (item) =>
      (item[3] & bits(choice.month)) !== 0 &&
      (!choice.kinds.length || choice.kinds.includes(data.kinds[item[2]][0])) &&
      wants(item[5] ? "seasons" : "listings");

    /** Gather the items in view into cells; a pin stands in the middle of its items. */
    function lay() {
      const zoom = map.getZoom();
      // a short way, such as a card makes room for itself with, needs no other pins: they would close the card
      if (laid && laid.zoom === zoom && laid.view.contains(map.getBounds())) return;
      pins.clearLayers();
      const view = map.getBounds().pad(0.4);
      laid = { zoom, view };
      /** @type {Map<string, {items: Item[], x: number, y: number}>} */
      const found = new Map();
      for (const item of data.items) {
        if (!view.contains([item[1], item[0]])) continue;
        const at = map.project([item[1], item[0]], zoom);
        const key = `${Math.floor(at.x / CELL)} ${Math.floor(at.y / CELL)}`;
        const cell = found.get(key) ?? { items: [], x: 0, y: 0 };
        cell.items.push(item);
        cell.x += at.x;
        cell.y += at.y;
        found.set(key, cell);
      }
      cells = [...found.values()].map(({ items, x, y }) => {
        const label = document.createElement("span");
        const icon = L.divIcon({ html: label, className: "rm-pin", iconSize: [34, 34] });
        const marker = L.marker(map.unproject([x / items.length, y / items.length], zoom), { icon, keyboard: found.size <= MOST_STOPS });
        const cell = { items, marker, shown: -1 };
        marker.bindPopup(() => card(cell), { maxWidth: 280 });
        return cell;
      });
      paintPins();
    }

    /** @param {{items: Item[]}} cell */
    function card(cell) {
      const fitting = cell.items.filter(fits);
      const list = document.createElement("ul");
      for (const item of fitting.slice(0, LISTED)) {
        const link = document.createElement("a");
        link.textContent = item[6];
        link.href = href(choice, item[7]);
        link.dataset.item = item[7];
        const kind = document.createElement("small");
        kind.textContent = ` ${data.kinds[item[2]][1]}`;
        const line = document.createElement("li");
        line.append(link, kind);
        list.append(line);
      }
      const box = document.createElement("div");
      box.className = "rm-card";
      box.append(list);
      if (fitting.length > LISTED) {
        const more = document.createElement("p");
        more.textContent = texts.more.replace("{n}", String(fitting.length - LISTED));
        box.append(more);
      }
      return box;
    }

    function paintPins() {
      // asked for once: a colour that is asked for between two changes makes the browser style the page each time
      const ink = css("--ink");
      const onInk = css("--on-ink");
      for (const cell of cells) {
        const fitting = cell.items.filter(fits);
        const marker = cell.marker;
        if (!fitting.length) {
          if (cell.shown > 0) marker.remove();
          cell.shown = 0;
          continue;
        }
        if (cell.shown <= 0) pins.addLayer(marker);
        cell.shown = fitting.length;
        const same = fitting.every((item) => item[2] === fitting[0][2]);
        const many = fitting.length > 1;
        const node = marker.getElement();
        const label = node.firstElementChild;
        label.textContent = many ? String(fitting.length) : "";
        label.style.backgroundColor = same ? data.kinds[fitting[0][2]][2] : ink;
        label.style.color = same ? "#fff" : onInk;
        label.className = many ? "many" : "one";
        node.setAttribute("aria-label", many ? `${names.get(data.places[fitting[0][4]][0])} ${texts.here.replace("{n}", String(fitting.length))}` : fitting[0][6]);
      }
    }

    function paintArea() {
      counts = new Map(data.places.map(([code]) => [code, 0]));
      let top = 1;
      const months = choice.month ? [choice.month] : [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
      for (const item of data.items) if (fits(item)) counts.set(data.places[item[4]][0], counts.get(data.places[item[4]][0]) + 1);
      // every month is measured by the busiest one, so that months can be compared
      if (months.length === 12) top = Math.max(1, ...counts.values());
      else top = busiest();
      const fills = steps(choice.month);
      const land = css("--land");
      const line = css("--prefecture-line");
      area.setStyle((/** @type {any} */ feature) => {
        const share = (counts.get(feature.id) ?? 0) / top;
        const fill = share > 0 ? fills[Math.min(4, Math.floor(share * 5))] : land;
        return { fillColor: fill, fillOpacity: 1, color: line, weight: 1, opacity: 1 };
      });
      around.setStyle({ fillColor: css("--neighbour"), fillOpacity: 1, color: css("--municipality-line"), weight: 0.5, opacity: 1 });
      for (const swatch of document.querySelectorAll("[data-step]")) /** @type {HTMLElement} */ (swatch).style.backgroundColor = fills[Number(/** @type {HTMLElement} */ (swatch).dataset.step) - 1];
    }

    /** @type {Map<string, number>} */
    const tops = new Map();
    /** The most that is open at a municipality in any month, with the kinds and layers asked for. */
    function busiest() {
      const key = `${choice.kinds} ${choice.layers}`;
      const kept = tops.get(key);
      if (kept) return kept;
      const rows = data.places.map(() => new Array(12).fill(0));
      const { month } = choice;
      choice.month = 0;
      for (const item of data.items) if (fits(item)) for (let at = 0; at < 12; at += 1) rows[item[4]][at] += (item[3] >> at) & 1;
      choice.month = month;
      const top = Math.max(1, ...rows.flat());
      tops.set(key, top);
      return top;
    }

    /** @param {{id: string, shape: any}} layer @param {boolean} is */
    const toggle = (layer, is) => (is ? layer.shape.addTo(map) : layer.shape.remove());

    /** @param {Choice} now */
    function show(now) {
      choice = { ...now };
      paintArea();
      paintPins();
      for (const layer of own) toggle(layer, wants(layer.id));
      for (const course of courses) toggle(course, wants("courses"));
    }

    /** Bring all of the area, or a course, into view. @param {string} [course] */
    function fit(course) {
      const found = data.courses.find(({ id }) => id === course);
      const [west, south, east, north] = data.bounds;
      const box = found ? L.latLngBounds([...found.lines.flatMap(([, points]) => points), ...found.stays].map(([lng, lat]) => [lat, lng])) : L.latLngBounds([south, west], [north, east]);
      map.fitBounds(box, { padding: [24, 24] });
    }

    map.on("moveend", lay);
    lay();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(choice));
    return { show, fit };
  }

  Object.assign(window, { sasuraiRegion });
})();
