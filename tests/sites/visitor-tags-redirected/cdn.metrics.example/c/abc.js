// Stand-in for container GTM-ABC1234 of Google Tag Manager.
var ids = {ctid: "GTM-ABC1234"};
var data = {
 "resource": {
  "version": "7",
  "macros": [
   {
    "function": "__e"
   },
   {
    "function": "__u",
    "vtp_component": "PATH"
   },
   {
    "function": "__v",
    "vtp_name": "page.ref"
   }
  ],
  "tags": [
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003Ciframe src=\"https:\/\/api.leadconnectorhq.com\/widget\/form\/AbCdEfGhIjKlMnOpQrSt\" title=\"Form\"\u003E\u003C\/iframe\u003E",
    "vtp_supportDocumentWrite": false,
    "tag_id": 3
   },
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003Ciframe src=\"https:\/\/api.leadconnectorhq.com\/widget\/booking\/BbCdEfGhIjKlMnOpQrSt\" title=\"Booking\"\u003E\u003C\/iframe\u003E",
    "vtp_supportDocumentWrite": false,
    "tag_id": 4
   }
  ],
  "predicates": [
   {
    "function": "_eq",
    "arg0": [
     "macro",
     0
    ],
    "arg1": "gtm.js"
   },
   {
    "function": "_cn",
    "arg0": [
     "macro",
     1
    ],
    "arg1": "\/thanks"
   }
  ],
  "rules": [
   [
    [
     "if",
     0
    ],
    [
     "add",
     0
    ]
   ],
   [
    [
     "if",
     0,
     1
    ],
    [
     "add",
     1
    ]
   ]
  ]
 }
};

// Stand-in for the program that follows the tags in a container: it looks at every event, and inserts what is due.
(function (resource) {
  var done = {}, box = document.createElement("div");
  function macro(number, event) {
    var kind = resource.macros[number].function;
    return kind === "__e" ? event : kind === "__u" ? location.pathname : "";
  }
  function holds(predicate, event) {
    var left = macro(predicate.arg0[1], event);
    return predicate.function === "_eq" ? left === predicate.arg1 : left.indexOf(predicate.arg1) >= 0;
  }
  function put(html) {
    box.innerHTML = [].concat(html).filter(function (part) { return typeof part === "string" && part !== "template"; }).join("");
    Array.from(box.childNodes).forEach(function (node) {
      if (node.nodeName !== "SCRIPT") return document.body.appendChild(node);
      var script = document.createElement("script");
      Array.from(node.attributes).forEach(function (attribute) {
        if (attribute.name !== "type") script.setAttribute(attribute.name.replace("data-gtmsrc", "src"), attribute.value);
      });
      script.text = node.text;
      document.body.appendChild(script);
    });
  }
  function happens(event) {
    resource.rules.forEach(function (rule) {
      var due = rule[0].slice(1).every(function (number) { return holds(resource.predicates[number], event); });
      if (due) rule[1].slice(1).forEach(function (number) {
        if (!done[number]) { done[number] = true; put(resource.tags[number].vtp_html || ""); }
      });
    });
  }
  var layer = (window.dataLayer = window.dataLayer || []), push = layer.push;
  layer.push = function (entry) { push.call(layer, entry); if (entry.event) happens(entry.event); };
  function begin() {
    layer.slice().forEach(function (entry) { if (entry.event) happens(entry.event); });
    addEventListener("scroll", function () { if (scrollY > innerHeight) happens("gtm.scrollDepth"); });
    setTimeout(function () { happens("gtm.timer"); }, 30000);
  }
  if (document.body) begin(); else addEventListener("DOMContentLoaded", begin);
})(data.resource);
