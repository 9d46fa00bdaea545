// Stand-in for container GTM-ABC1234 of Google Tag Manager.
var data = {
 "resource": {
  "version": "7",
  "tags": [
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003C!-- old chat: \u003Cscript type=\"text\/gtmscript\" data-gtmsrc=\"https:\/\/widgets.leadconnectorhq.com\/loader.js\" data-resources-url=\"https:\/\/widgets.leadconnectorhq.com\/chat-widget\/loader.js\" data-widget-id=\"0123456789abcdef01234567\"\u003E\u003C\/script\u003E --\u003E",
    "vtp_supportDocumentWrite": false,
    "tag_id": 3
   },
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003Cscript type=\"text\/gtmscript\"\u003E\/* f.src=\"https:\/\/api.leadconnectorhq.com\/widget\/form\/AbCdEfGhIjKlMnOpQrSt\"; until spring *\/\n\/\/ https:\/\/widgets.leadconnectorhq.com\/loader.js\nwindow.ready=true;\u003C\/script\u003E",
    "vtp_supportDocumentWrite": false,
    "tag_id": 4
   },
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003Cscript type=\"text\/gtmscript\"\u003E(function(){var blocked=[\"https:\/\/widgets.leadconnectorhq.com\/loader.js\",\"https:\/\/api.leadconnectorhq.com\/widget\/form\/BbCdEfGhIjKlMnOpQrSt\"];document.querySelectorAll(\"script[src]\").forEach(function(s){if(blocked.indexOf(s.src)\u003E-1)s.remove()})})();\u003C\/script\u003E",
    "vtp_supportDocumentWrite": false,
    "tag_id": 5
   },
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003Cscript type=\"text\/gtmscript\"\u003Edocument.addEventListener(\"click\",function(e){var a=e.target.closest\u0026\u0026e.target.closest(\"a[href*='leadconnectorhq.com\/widget\/booking']\");if(a\u0026\u0026a.href===\"https:\/\/api.leadconnectorhq.com\/widget\/booking\/CbCdEfGhIjKlMnOpQrSt\")dataLayer.push({event:\"book_click\"})});\u003C\/script\u003E",
    "vtp_supportDocumentWrite": false,
    "tag_id": 6
   },
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003Cp hidden\u003EWe have left GoHighLevel, and LeadConnector with it.\u003C\/p\u003E",
    "vtp_supportDocumentWrite": false,
    "tag_id": 7
   },
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003Ciframe src=\"https:\/\/calendly.com\/event\/hazel-row?embed_domain=app.gohighlevel.com\" title=\"Other\"\u003E\u003C\/iframe\u003E",
    "vtp_supportDocumentWrite": false,
    "tag_id": 8
   },
   {
    "function": "__gaawe",
    "vtp_eventName": "outbound",
    "vtp_crossDomains": "api.leadconnectorhq.com,clinic.example",
    "vtp_linkerDomains": "https:\/\/api.leadconnectorhq.com\/widget\/form\/DbCdEfGhIjKlMnOpQrSt",
    "tag_id": 9
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
     2
    ],
    "arg1": "https:\/\/api.leadconnectorhq.com\/widget\/survey\/DbCdEfGhIjKlMnOpQrSt"
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
     0
    ],
    [
     "add",
     1
    ]
   ],
   [
    [
     "if",
     0
    ],
    [
     "add",
     2
    ]
   ],
   [
    [
     "if",
     0
    ],
    [
     "add",
     3
    ]
   ],
   [
    [
     "if",
     0
    ],
    [
     "add",
     4
    ]
   ],
   [
    [
     "if",
     0
    ],
    [
     "add",
     5
    ]
   ],
   [
    [
     "if",
     1
    ],
    [
     "add",
     6
    ]
   ]
  ]
