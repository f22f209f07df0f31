"use strict";
/**
 * The pins of a regional map. A few are elements, so that the keyboard reaches them; many are drawn on one canvas, since
 * hundreds of elements make every step of the slider slow. A classic script, for folders opened from a file system.
 *
 * @typedef {[number, number, number, number, number, number, string, string]} Item lng, lat, kind, months, place, layer, title, id
 * @typedef {{items: Item[], marker: any, months: {n: number, kind: number}[]}} Cell months: 0 is the whole year; kind -1: several
 * @typedef {{css: (name: string) => string, colour: (kind: number) => string, label: (items: Item[], n: number) => string,
 *   passes: (item: Item) => boolean, card: (items: Item[]) => HTMLElement}} PinTools
 */
(function () {
  /** Pins nearer than this, in pixels, are one pin. */
  const CELL = 46;
  /** More pins than these are no stops for the tab key: the list is the way through them. */
  const MOST_ELEMENTS = 40;
  const BITS = [4095, ...Array.from({ length: 12 }, (_, at) => 1 << at)];
  const MANY = 16;
  const ONE = 9;

  /** A circle with a figure in it, which the map library keeps and finds under the pointer. */
  const Drawn = L.CircleMarker.extend({
    _updatePath() {
      const { _renderer: renderer, _point: at, options } = this;
      if (!renderer._drawing || !options.figure || this._empty()) return;
      const pen = renderer._ctx;
      pen.beginPath();
      pen.arc(at.x, at.y, (options.figure > 1 ? MANY : ONE) - 1, 0, Math.PI * 2);
      pen.fillStyle = options.fillColor;
      pen.fill();
      pen.lineWidth = 2;
      pen.strokeStyle = options.color;
      pen.stroke();
      if (options.figure < 2) return;
      pen.fillStyle = options.ink;
      pen.font = options.font;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillText(String(options.figure), at.x, at.y + 0.5);
    },
    /** @param {any} point */
    _containsPoint(point) {
      return this.options.figure > 0 && point.distanceTo(this._point) <= (this.options.figure > 1 ? MANY : ONE) + this._clickTolerance();
    },
  });

  /** @param {any} map @param {Item[]} items @param {PinTools} tools */
  function sasuraiPins(map, items, tools) {
    const pane = map.createPane("rm-pins");
    pane.style.zIndex = "590";
    // padded, so that a short way needs nothing drawn anew
    const renderer = L.canvas({ pane: "rm-pins", padding: 0.3 });
    const group = L.layerGroup().addTo(map);
    /** @type {Cell[]} */
    let cells = [];
    let elements = true;
    /** @type {{zoom: number, view: any}|null} */
    let laid = null;
    let month = 0;

    /** Count what passes in a cell, by month, so that a step of the slider has nothing to count. @param {Cell} cell */
    function count(cell) {
      cell.months = BITS.map(() => ({ n: 0, kind: -1 }));
      for (const item of cell.items) {
        if (!tools.passes(item)) continue;
        for (let at = 0; at <= 12; at += 1) {
          if (!(item[3] & BITS[at])) continue;
          const told = cell.months[at];
          told.kind = told.n && told.kind !== item[2] ? -1 : item[2];
          told.n += 1;
        }
      }
    }

    /** @param {Cell} cell */
    const fitting = (cell) => cell.items.filter((item) => (item[3] & BITS[month]) !== 0 && tools.passes(item));

    /** Gather the items in view into cells; a pin stands in the middle of its items. */
    function lay() {
      const zoom = map.getZoom();
      // a short way, such as a card makes room for itself with, needs no other pins: they would close the card
      if (laid && laid.zoom === zoom && laid.view.contains(map.getBounds())) return;
      group.clearLayers();
      const view = map.getBounds().pad(0.4);
      laid = { zoom, view };
      /** @type {Map<string, {items: Item[], x: number, y: number}>} */
      const found = new Map();
      for (const item of items) {
        if (!view.contains([item[1], item[0]])) continue;
        const at = map.project([item[1], item[0]], zoom);
        const key = `${Math.floor(at.x / CELL)} ${Math.floor(at.y / CELL)}`;
        const cell = found.get(key) ?? { items: [], x: 0, y: 0 };
        cell.items.push(item);
        cell.x += at.x;
        cell.y += at.y;
        found.set(key, cell);
      }
      elements = found.size <= MOST_ELEMENTS;
      cells = [...found.values()].map((one) => made(one.items, map.unproject([one.x / one.items.length, one.y / one.items.length], zoom)));
      paint(month);
    }

    /** @param {Item[]} held @param {any} at @returns {Cell} */
    function made(held, at) {
      const icon = () => L.divIcon({ html: document.createElement("span"), className: "rm-pin", iconSize: [34, 34] });
      const marker = elements ? L.marker(at, { icon: icon() }) : new Drawn(at, { renderer, pane: "rm-pins", radius: MANY, figure: 0 });
      const cell = { items: held, marker, months: [] };
      count(cell);
      marker.bindPopup(() => tools.card(fitting(cell)), { maxWidth: 280 });
      marker.addTo(group);
      return cell;
    }

    /** Show a month's figures; 0 is the whole year. @param {number} now */
    function paint(now) {
      month = now;
      // asked for once: a colour that is asked for between two changes makes the browser style the page each time
      const ink = tools.css("--ink");
      const onInk = tools.css("--on-ink");
      const rim = tools.css("--paper-line");
      const font = `600 12px ${getComputedStyle(map.getContainer()).fontFamily}`;
      for (const cell of cells) {
        const { n, kind } = cell.months[month];
        const fill = kind < 0 ? ink : tools.colour(kind);
        const text = kind < 0 ? onInk : "#fff";
        if (!n) cell.marker.closePopup();
        if (elements) dress(cell, n, fill, text);
        else Object.assign(cell.marker.options, { figure: n, fillColor: fill, color: rim, ink: text, font });
      }
      if (!elements) for (const cell of cells) cell.marker.redraw();
    }

    /** @param {Cell} cell @param {number} n @param {string} fill @param {string} text */
    function dress(cell, n, fill, text) {
      const node = cell.marker.getElement();
      node.style.display = n ? "" : "none";
      if (!n) return;
      const label = node.firstElementChild;
      label.textContent = n > 1 ? String(n) : "";
      label.style.backgroundColor = fill;
      label.style.color = text;
      label.className = n > 1 ? "many" : "one";
      node.setAttribute("aria-label", tools.label(fitting(cell), n));
    }

    /** Count anew, for other kinds or layers. */
    const recount = () => cells.forEach(count);

    map.on("moveend", lay);
    lay();
    return { paint, recount };
  }

  Object.assign(window, { sasuraiPins });
})();
