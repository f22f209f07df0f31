"use strict";
// The controls of a map in a folder: month, kinds and layers change the map and the list together.
(function () {
  const map = window.map_region;
  const data = JSON.parse(document.getElementById("rm-data").textContent);
  const month = document.getElementById("rm-month");
  const slider = document.getElementById("rm-slider");
  const every = (selector) => Array.from(document.querySelectorAll(selector));
  const region = window.sasuraiRegion(map, data.drawing, (_, id) => `#item-${id}`, data.texts);

  function choice() {
    const boxes = every("[data-layer]");
    const layers = boxes.filter((box) => box.checked).map((box) => box.value);
    return {
      month: Number(month.value),
      kinds: every("[name=kind]").filter((box) => box.checked).map((box) => box.value),
      layers: layers.length === boxes.length ? [] : layers.length ? layers : ["none"],
    };
  }

  function list(now) {
    const bits = now.month ? 1 << (now.month - 1) : 4095;
    let open = 0;
    for (const item of every("[data-months]")) {
      const fits = (Number(item.dataset.months) & bits) !== 0 && (!now.kinds.length || now.kinds.includes(item.dataset.kind)) && (!now.layers.length || now.layers.includes(item.dataset.of));
      item.hidden = !fits;
      open += fits ? 1 : 0;
    }
    document.getElementById("rm-count").textContent = `${month.selectedOptions[0].textContent}: ${open}`;
  }

  function show() {
    const now = choice();
    if (now.month) slider.value = String(now.month);
    slider.setAttribute("aria-valuetext", month.selectedOptions[0].textContent);
    region.show(now);
    list(now);
    try {
      history.replaceState(null, "", `?month=${now.month}${location.hash}`);
    } catch (error) {
      // some browsers keep the address of a file as it is
    }
  }

  const asked = new URLSearchParams(location.search).get("month");
  if (asked !== null && /^([0-9]|1[0-2])$/.test(asked)) month.value = asked;
  slider.addEventListener("input", () => {
    month.value = slider.value;
    show();
  });
  document.addEventListener("change", (event) => {
    if (event.target === month || event.target.matches("[name=kind], [data-layer]")) show();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-course]");
    if (button) region.fit(button.dataset.course);
    const link = event.target.closest("a[data-item]");
    const item = link && document.getElementById(`item-${link.dataset.item}`);
    if (item) {
      event.preventDefault();
      item.focus();
    }
  });
  window.L.control.scale({ imperial: false }).addTo(map);
  for (const tool of every("[data-script]")) tool.hidden = false;
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  show();
  document.body.dataset.map = "ready";
})();
