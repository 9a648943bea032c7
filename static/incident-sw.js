/* Keeps the incident page, its card and what they are drawn with, for when there is no network. With a network, pages
   always come from the server; `self.kept` (version, pages, assets) stands above this script as it is served. */
(function () {
  "use strict";
  var NAME = "incident-" + self.kept.version;

  function keepPages() {
    // Each page is kept bare, whatever was typed: the script fills it in from the address.
    return caches.open(NAME).then(function (cache) {
      return Promise.all(self.kept.pages.map(function (page) {
        return fetch(page, { credentials: "same-origin", cache: "no-store" }).then(function (response) {
          if (response.ok && !response.redirected) { return cache.put(page, response); }
        });
      }));
    });
  }

  self.addEventListener("install", function (event) {
    event.waitUntil(caches.open(NAME).then(function (cache) { return cache.addAll(self.kept.assets); }).then(keepPages).then(function () { return self.skipWaiting(); }));
  });
  self.addEventListener("activate", function (event) {
    event.waitUntil(caches.keys().then(function (names) {
      return Promise.all(names.filter(function (name) { return name.indexOf("incident-") === 0 && name !== NAME; }).map(function (name) { return caches.delete(name); }));
    }).then(function () { return self.clients.claim(); }));
  });
  self.addEventListener("message", function (event) {
    if (event.data === "keep") { event.waitUntil(keepPages().catch(function () { /* no network: the last ones stay */ })); }
  });
  self.addEventListener("fetch", function (event) {
    var url = new URL(event.request.url);
    if (event.request.method !== "GET" || url.origin !== self.location.origin) { return; }
    if (event.request.mode === "navigate" && self.kept.pages.indexOf(url.pathname) >= 0) {
      event.respondWith(fetch(event.request).catch(function () { return caches.match(url.pathname, { ignoreVary: true }); }));
    } else if (self.kept.assets.indexOf(url.pathname) >= 0) {
      event.respondWith(caches.match(url.pathname, { ignoreVary: true }).then(function (found) { return found || fetch(event.request); }));
    }
  });
})();
