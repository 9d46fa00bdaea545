// Stand-in for container GTM-ABC1234 of Google Tag Manager.
var ids = {ctid: "GTM-ABC1234"};
var data = {
 "resource": {
  "version": "7",
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
