"use strict";
// Each mark opens the entry of the list that it stands for: one text, in one place.
(function () {
  var map = window.map_trip;
  var calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function card(item) {
    var copy = item.querySelector(".card").cloneNode(true);
    copy.classList.add("in-popup");
    return copy;
  }

  function connect(layer, item) {
    var element = layer.getElement();
    if (element) {
      element.setAttribute("aria-label", item.querySelector(".name").textContent);
    }
    layer.bindPopup(function () { return card(item); }, { maxWidth: 300, autoPanPadding: [24, 24] });
    layer.on("popupopen", function () {
      item.classList.add("active");
      element.classList.add("active");
    });
    layer.on("popupclose", function () {
      item.classList.remove("active");
      element.classList.remove("active");
    });
    var button = item.querySelector(".show");
    button.hidden = false;
    button.addEventListener("click", function () {
      map.getContainer().scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
      map.setView(layer.getLatLng(), Math.max(map.getZoom(), 8), { animate: !calm });
      layer.openPopup();
    });
  }

  var marks = [];
  map.eachLayer(function (layer) {
    var item = layer.options.itemId && document.getElementById(layer.options.itemId);
    if (item) {
      connect(layer, item);
      marks.push(layer.getLatLng());
    }
  });

  // On paper all of the trip is in view, whatever the screen shows.
  var before = null;
  function paper(on) {
    document.body.classList.toggle("paper", on);
    map.invalidateSize({ animate: false, pan: false });
  }
  window.addEventListener("beforeprint", function () {
    if (before || !marks.length) { return; }
    before = { center: map.getCenter(), zoom: map.getZoom() };
    map.closePopup();
    paper(true);
    map.fitBounds(marks, { animate: false, padding: [32, 32] });
  });
  window.addEventListener("afterprint", function () {
    if (!before) { return; }
    paper(false);
    map.setView(before.center, before.zoom, { animate: false });
    before = null;
  });
})();
