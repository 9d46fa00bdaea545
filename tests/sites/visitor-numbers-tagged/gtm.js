// Stand-in for container GTM-ABC1234 of Google Tag Manager.
var data = {
 "resource": {
  "version": "3",
  "macros": [{"function": "__e"}],
  "tags": [
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\n\u003Cscript type=\"text\/gtmscript\" data-gtmsrc=\"https:\/\/link.agency.example\/js\/visitors.js\"\u003E\u003C\/script\u003E\n",
    "vtp_supportDocumentWrite": false,
    "tag_id": 3
   }
  ],
  "predicates": [{"function": "_eq", "arg0": ["macro", 0], "arg1": "gtm.js"}],
  "rules": [[["if", 0], ["add", 0]]]
 }
};
