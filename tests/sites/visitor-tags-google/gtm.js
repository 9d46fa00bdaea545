// Stand-in for container GTM-ABC1234 of Google Tag Manager.
var data = {
 "resource": {
  "version": "7",
  "tags": [
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\n\u003Cscript type=\"text\/gtmscript\" data-gtmsrc=\"https:\/\/widgets.leadconnectorhq.com\/loader.js\" data-resources-url=\"https:\/\/widgets.leadconnectorhq.com\/chat-widget\/loader.js\" data-widget-id=\"0123456789abcdef01234567\"\u003E\u003C\/script\u003E\n",
    "vtp_supportDocumentWrite": false,
    "tag_id": 3
   },
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003Ciframe src=\"https:\/\/api.leadconnectorhq.com\/widget\/form\/AbCdEfGhIjKlMnOpQrSt\" title=\"Form\"\u003E\u003C\/iframe\u003E",
    "vtp_supportDocumentWrite": false,
    "tag_id": 4
   },
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003Ciframe src=\"https:\/\/api.leadconnectorhq.com\/widget\/booking\/BbCdEfGhIjKlMnOpQrSt\" title=\"Booking\"\u003E\u003C\/iframe\u003E",
    "vtp_supportDocumentWrite": false,
    "tag_id": 5
   },
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003Cscript type=\"text\/gtmscript\"\u003E(function(){var f=document.createElement(\"iframe\");f.title=\"Survey\";f.src=\"https:\/\/api.leadconnectorhq.com\/widget\/survey\/CbCdEfGhIjKlMnOpQrSt\";document.body.appendChild(f)})();\u003C\/script\u003E",
    "vtp_supportDocumentWrite": false,
    "tag_id": 6
   },
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003Cscript type=\"text\/gtmscript\"\u003EsetTimeout(function(){var f=document.createElement(\"iframe\");f.title=\"Quiz\";f.src=\"https:\/\/api.leadconnectorhq.com\/widget\/quiz\/\"+\"DbCdEfGhIjKlMnOpQrSt\";document.body.appendChild(f)},200);\u003C\/script\u003E",
    "vtp_supportDocumentWrite": false,
    "tag_id": 7
   },
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": [
     "template",
     "\u003Ciframe src=\"https:\/\/api.leadconnectorhq.com\/widget\/form\/EbCdEfGhIjKlMnOpQrSt?from=",
     [
      "escape",
      [
       "macro",
       2
      ],
      12
     ],
     "\" title=\"Form\"\u003E\u003C\/iframe\u003E"
    ],
    "vtp_supportDocumentWrite": false,
    "tag_id": 8
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
   },
   {
    "function": "_eq",
    "arg0": [
     "macro",
     0
    ],
    "arg1": "gtm.scrollDepth"
   },
   {
    "function": "_eq",
    "arg0": [
     "macro",
     0
    ],
    "arg1": "gtm.timer"
   },
   {
    "function": "_cn",
    "arg0": [
     "macro",
     1
    ],
    "arg1": "\/booked"
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
   ],
   [
    [
     "if",
     2
    ],
    [
     "add",
     2
    ]
   ],
   [
    [
     "if",
     3
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
     0,
     4
    ],
    [
     "add",
     5
    ]
   ]
  ]
