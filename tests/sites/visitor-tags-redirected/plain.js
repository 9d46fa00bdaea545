// Stand-in for container GTM-PLN1234 of Google Tag Manager.
var ids = {ctid: "GTM-PLN1234"};
var data = {
 "resource": {
  "version": "7",
  "tags": [
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003C!-- until spring: \u003Ciframe src=\"https:\/\/api.leadconnectorhq.com\/widget\/form\/AbCdEfGhIjKlMnOpQrSt\"\u003E\u003C\/iframe\u003E --\u003E",
    "vtp_supportDocumentWrite": false,
    "tag_id": 3
   },
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003Ciframe src=\"https:\/\/forms.other-tool.example\/widget\/booking\/hazel-row\" title=\"Other\"\u003E\u003C\/iframe\u003E",
