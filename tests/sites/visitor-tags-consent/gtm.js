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
    "vtp_html": "\u003Cscript type=\"text\/gtmscript\"\u003E(function(){var f=document.createElement(\"iframe\");f.title=\"Form\";f.src=\"https:\/\/api.leadconnectorhq.com\/widget\/form\/AbCdEfGhIjKlMnOpQrSt\";document.body.appendChild(f)})();\u003C\/script\u003E",
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
    "arg1": "cookie_consent_update"
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
   ]
  ]
