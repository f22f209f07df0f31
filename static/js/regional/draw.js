"use strict";
/**
 * Draws a regional map with Leaflet: land, the month's work by municipality, pins, courses, own layers.
 * A classic script, so that it also runs in a folder opened from a file system.
 *
 * @typedef {[number, number, number, number, number, number, string, string]} Item lng, lat, kind, months, place, layer, title, id
 * @typedef {{area: any[], around: any[], drawn: [number, number][], bounds: number[], view: number[]|null,
 *   places: [string, string, number, number][], steps: number[], kinds: [string, string, string][], items: Item[],
 *   courses: {id: string, title: string, lines: [string, [number, number][]][], stays: [number, number, string, number][]}[],
 *   own: {id: string, name: string, colour: string, features: any[]}[]}} Drawing
 * @typedef {{month: number, kinds: string[], layers: string[]}} Choice month 0 is the whole year; no kinds, no layers: all
 */
(function () {
  const SEASONS = ["winter", "winter", "spring", "spring", "spring", "summer", "summer", "summer", "autumn", "autumn", "autumn", "winter"];
  const SHARES = [0.2, 0.42, 0.66, 0.9, 1];
  const LISTED = 6;
  /** Maps with more places than these have no room for their names. */
  const MOST_NAMES = 60;
  const DASHES = /** @type {Record<string, string>} */ ({ ferry: "0.1 8", highway_bus: "9 6", local_bus: "6 5", walk: "0.1 5", air: "2 6" });

  /** @param {string} name */
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  /** @param {string} hex */
  const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  /** @param {number[]} from @param {number[]} to @param {number} share */
  const mix = (from, to, share) => `rgb(${from.map((value, at) => Math.round(value + (to[at] - value) * share)).join(" ")})`;
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

  /** Name the places under their pins, as far as the names do not stand on each other. @param {any} map @param {Drawing["places"]} places */
  function nameplates(map, places) {
    if (places.length > MOST_NAMES) return;
    pane(map, "rm-names", 595, true);
    const plates = places.map(([, name, lng, lat]) => {
      const label = document.createElement("span");
      label.textContent = name;
      const icon = L.divIcon({ html: label, className: "rm-name", iconSize: [0, 0] });
      L.marker([lat, lng], { icon, pane: "rm-names", interactive: false, keyboard: false }).addTo(map);
      return label;
    });
    const part = () => {
      /** @type {DOMRect[]} */
      const taken = [];
      const boxes = plates.map((label) => label.getBoundingClientRect());
      plates.forEach((label, at) => {
        const box = boxes[at];
        const free = taken.every((one) => box.right < one.left || box.left > one.right || box.bottom < one.top || box.top > one.bottom);
        label.style.visibility = free ? "" : "hidden";
        if (free) taken.push(box);
      });
    };
    map.on("zoomend", part);
    part();
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
    const names = new Map(data.places.map(([code, name]) => [code, name]));
    /** @type {Map<string, string>} */
    const filled = new Map();
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
    const passes = (item) => (!choice.kinds.length || choice.kinds.includes(data.kinds[item[2]][0])) && wants(item[5] ? "seasons" : "listings");

    /** @param {Item[]} fitting */
    function card(fitting) {
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

    /** @type {Map<string, number[][]>} */
    const kept = new Map();
    /** How many are open at each place, of the kinds and layers asked for: in the whole year, then by month. */
    function table() {
      const key = `${choice.kinds} ${choice.layers}`;
      const known = kept.get(key);
      if (known) return known;
      const rows = data.places.map(() => new Array(13).fill(0));
      for (const item of data.items) {
        if (!passes(item)) continue;
        rows[item[4]][0] += 1;
        for (let at = 0; at < 12; at += 1) rows[item[4]][at + 1] += (item[3] >> at) & 1;
      }
      kept.set(key, rows);
      return rows;
    }

    /** Colour what has another colour than before: a canvas is painted anew for each. */
    function paintArea() {
      const rows = table();
      counts = new Map(data.places.map(([code], at) => [code, rows[at][choice.month]]));
      const fills = steps(choice.month);
      const land = css("--land");
      area.eachLayer((/** @type {any} */ shape) => {
        const count = counts.get(shape.feature.id) ?? 0;
        const step = data.steps.filter((least) => count >= least).length;
        const fill = step ? fills[step - 1] : land;
        if (filled.get(shape.feature.id) === fill) return;
        filled.set(shape.feature.id, fill);
        shape.setStyle({ fillColor: fill, fillOpacity: 1 });
      });
      for (const swatch of document.querySelectorAll("[data-step]")) /** @type {HTMLElement} */ (swatch).style.backgroundColor = fills[Number(/** @type {HTMLElement} */ (swatch).dataset.step) - 1];
    }

    /** Draw lines and neighbours, which no month changes. */
    function paintLines() {
      area.setStyle({ color: css("--prefecture-line"), weight: 1, opacity: 1 });
      around.setStyle({ fillColor: css("--neighbour"), fillOpacity: 1, color: css("--municipality-line"), weight: 0.5, opacity: 1 });
    }

    /** @param {{id: string, shape: any}} layer @param {boolean} is */
    const toggle = (layer, is) => (is ? layer.shape.addTo(map) : layer.shape.remove());

    /** @param {Choice} now */
    function show(now) {
      const other = `${now.kinds} ${now.layers}` !== `${choice.kinds} ${choice.layers}`;
      choice = { ...now };
      if (other) pins.recount();
      paintArea();
      pins.paint(choice.month);
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

    paintLines();
    nameplates(map, data.places);
    const pins = window.sasuraiPins(map, data.items, {
      css,
      passes,
      card,
      colour: (/** @type {number} */ kind) => data.kinds[kind][2],
      label: (/** @type {Item[]} */ found, /** @type {number} */ n) => (n > 1 ? `${data.places[found[0][4]][1]} ${texts.here.replace("{n}", String(n))}` : found[0][6]),
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      paintLines();
      show(choice);
    });
    return { show, fit };
  }

  Object.assign(window, { sasuraiRegion });
})();
