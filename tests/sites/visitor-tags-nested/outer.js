// Stand-in for container GTM-ABC1234 of Google Tag Manager.
var data = {
 "resource": {
  "version": "7",
  "tags": [
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003Cscript type=\"text\/gtmscript\"\u003Ewindow.dataLayer=window.dataLayer||[];(function(d){var s=d.createElement(\"script\");s.async=true;s.src=\"https:\/\/www.googletagmanager.com\/gtm.js?id=GTM-XYZ9876\";d.head.appendChild(s)})(document);\u003C\/script\u003E",
    "vtp_supportDocumentWrite": false,
    "tag_id": 3
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
   ]
  ]
